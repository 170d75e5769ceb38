// Whole requests against everything that applies to them.
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <iostream>
#include <regex>
#include <set>

#include "access/stack.h"
#include "base/text.h"
#include "cases.h"

namespace berm::conformance {
namespace {

using access::Known;
using access::Layer;

// `"Principal": "arn:…"`, which AWS does not take, as what is meant by it.
Json with_principal_objects(Json policy) {
  for (Json& statement : policy["Statement"]) {
    for (const char* element : {"Principal", "NotPrincipal"}) {
      bool plain = statement.contains(element) && statement[element].is_string() && statement[element] != "*";
      if (plain) statement[element] = Json{{"AWS", statement[element]}};
    }
  }
  return policy;
}

// The case's policies, read.
class Policies {
 public:
  explicit Policies(const Json& policies) {
    stack_.scps = levels(policies["scp"]);
    stack_.rcps = levels(policies["rcp"]);
    stack_.endpoint = documents(policies["vpc_endpoint"]);
    stack_.boundary = documents(policies["boundary"]);
    stack_.session = documents(policies["session"]);
    stack_.identity = documents(policies["identity"]);
    if (!stack_.identity) stack_.identity.emplace();
    stack_.resource = documents(policies["resource"]);
    if (!stack_.resource) stack_.resource.emplace();
    for (const auto& one : documents(policies["extra_resource"]).value_or(access::Documents())) {
      stack_.resource->push_back(one);
    }
  }
  const access::Stack& stack() const { return stack_; }
  const std::string& error() const { return error_; }

 private:
  std::vector<access::Level> levels(const Json& list) {
    std::vector<access::Level> result;
    if (list.is_null()) return result;
    for (const Json& level : list) result.push_back({level["id"], *documents(level["policies"])});
    return result;
  }

  std::optional<access::Documents> documents(const Json& json) {
    if (json.is_null()) return std::nullopt;
    access::Documents result;
    for (const Json& one : json.is_array() ? json : Json::array({json}))
      add(one.contains("policy") ? one["policy"] : one, result);
    return result;
  }

  void add(const Json& json, access::Documents& out) {
    auto read = access::read_policy(with_principal_objects(json).dump());
    if (!read.document) error_ = "unreadable: " + read.error;
    if (read.document) out.push_back({"policy", &read_.emplace_back(std::move(*read.document))});
  }

  std::deque<access::Document> read_;
  access::Stack stack_;
  std::string error_;
};

// "arn:aws:sts::A:assumed-role/R/S" is the role R with a session named S.
void set_arn(access::Request& request, const std::string& arn) {
  auto parts = split(arn, ':');
  auto words = split(parts.back(), '/');
  std::string account(parts.at(4));
  request.context["aws:principalaccount"] = {account};
  request.context["aws:principalarn"] = {arn};
  if (words.front() == "user") request.context["aws:username"] = {std::string(words.back())};
  if (words.front() != "assumed-role") return;
  request.context["aws:principalarn"] = {"arn:" + std::string(parts.at(1)) + ":iam::" + account + ":role/" +
                                         std::string(words.at(1))};
  request.context["aws:userid"] = {"AROAEXAMPLE:" + std::string(words.at(2))};
}

// A caller that is no text is anonymous.
access::Request request_of(const Json& asked) {
  access::Request request = request_with(asked["context"]);
  request.action = asked["action"];
  request.resource = asked["resource"];
  request.context["aws:resourceaccount"] = {asked["resource_account"]};
  if (!asked["principal"].is_string()) return request;
  std::string principal = asked["principal"];
  if (principal.starts_with("arn:")) {
    set_arn(request, principal);
  } else {
    request.context["aws:principalservicename"] = {principal};
  }
  return request;
}

// "/aws:PrincipalTag/.*/" is a regular expression.
bool names_key(const std::string& name, const std::string& key) {
  if (!name.starts_with('/')) return to_lower(name) == key;
  return std::regex_match(key, std::regex(to_lower(name.substr(1, name.size() - 2))));
}

// Of a case in discovery: nothing is known but what its constraints say.
access::Knowledge knowledge_of(const Json& constraints) {
  return [constraints](std::string_view key) {
    if (key == "resource.arn") return Known::Yes;
    for (const Json& one : constraints) {
      if (!names_key(one["keyName"], std::string(key))) continue;
      if (!one["presenceIsKnown"].get<bool>()) return Known::No;
      return one["valueIsKnown"].get<bool>() ? Known::Yes : Known::Presence;
    }
    return Known::No;
  };
}

std::string layer_name(Layer layer) {
  switch (layer) {
    case Layer::Scp: return "scp";
    case Layer::Rcp: return "rcp";
    case Layer::Endpoint: return "endpointPolicy";
    case Layer::Boundary: return "permissionBoundary";
    case Layer::Session: return "session";
    case Layer::Identity: return "identity";
    case Layer::Resource: return "resource";
    case Layer::Aws: return "aws";
  }
  return {};
}

std::string condition_text(const std::string& layer, const std::string& effect, const std::string& op,
                           const std::string& key, const std::vector<std::string>& values) {
  return layer + " " + effect + " " + op + " " + key + " " + join(values, ",");
}

std::set<std::string> expected_open(const Json& ignored) {
  std::set<std::string> result;
  for (const auto& [layer, effects] : ignored.items()) {
    for (const auto& [effect, conditions] : effects.items()) {
      for (const Json& one : conditions) {
        result.insert(condition_text(layer, effect, one["op"], one["key"], texts(one["values"])));
      }
    }
  }
  return result;
}

std::set<std::string> open_of(const access::Verdict& verdict) {
  std::set<std::string> result;
  for (const access::OpenCondition& open : verdict.open) {
    std::string effect = open.effect == access::Effect::Allow ? "allow" : "deny";
    result.insert(condition_text(layer_name(open.layer), effect, open.condition->op, open.condition->key,
                                 open.condition->values));
  }
  return result;
}

// As the cases name what blocks: ceilings that don't allow, and whatever denies.
std::set<std::string> blocking(const access::Verdict& verdict) {
  std::set<std::string> result;
  for (const access::Step& step : verdict.steps) {
    bool ceiling = step.layer != Layer::Identity && step.layer != Layer::Resource && step.layer != Layer::Aws;
    bool blocks = step.decision == access::Decision::ExplicitDeny ||
                  (ceiling && step.applies && step.decision != access::Decision::Allow);
    if (!blocks) continue;
    bool boundary = step.layer == Layer::Boundary, endpoint = step.layer == Layer::Endpoint;
    result.insert(boundary ? "pb" : endpoint ? "vpce" : layer_name(step.layer));
  }
  return result;
}

std::string listed(const std::set<std::string>& items) { return "{" + join({items.begin(), items.end()}, "; ") + "}"; }

std::string words(access::Decision decision) {
  std::string text(access::name(decision));
  std::replace(text.begin(), text.end(), ' ', '_');
  return text;
}

// What we say otherwise; empty: the same.
std::string difference(const Json& one, const Json& constraints) {
  Policies policies(one["policies"]);
  if (!policies.error().empty()) return policies.error();
  access::Request request = request_of(one["request"]);
  bool discovery = one["mode"] == "discovery";
  access::Verdict verdict = discovery ? access::decide(policies.stack(), request, knowledge_of(constraints)).best
                                      : access::decide(policies.stack(), request);
  std::string seen = words(verdict.decision);
  if (one["expected"] != seen) return seen;
  if (discovery) {
    auto expected = expected_open(one.value("ignored_conditions", Json::object()));
    return expected == open_of(verdict) ? "" : "open conditions " + listed(open_of(verdict));
  }
  if (!one.contains("blocked_by") || one["blocked_by"].is_null()) return {};
  auto named = one["blocked_by"].get<std::set<std::string>>();
  return named == blocking(verdict) ? "" : "blocked by " + listed(blocking(verdict));
}

// What each case in discovery says of the keys; the uniform file leaves it out.
std::map<std::string, Json> constraints_by_id() {
  std::map<std::string, Json> result;
  for (const Json& one : read_cases("iam-simulate-simulation.jsonl").value_or(std::vector<Json>())) {
    if (!one.contains("simulation")) continue;
    result[one["id"]] = one["simulation"].value("discoveryContextKeyConstraints", Json::array());
  }
  return result;
}

// The ids of the file repeat; its path makes them unique.
std::string id_of(const Json& one) {
  std::string source = one["source"], id = one["id"];
  size_t folder = source.find("coreEngineTests/");
  return source.substr(folder == std::string::npos ? 0 : folder + 16) + id.substr(id.find('#'));
}

TEST(IamEval, WholeStack) {
  auto cases = read_cases("cases.jsonl");
  if (!cases) GTEST_SKIP() << "skipped: fixtures not present";
  auto constraints = constraints_by_id();
  Tally tally("stack_differences.tsv");
  for (const Json& one : *cases) {
    std::string seen = difference(one, constraints.count(one["id"]) ? constraints[one["id"]] : Json::array());
    if (seen.empty()) {
      tally.agrees(id_of(one));
    } else {
      tally.differs(id_of(one), one["name"].get<std::string>() + ": expected " + one["expected"].get<std::string>() +
                                    ", we say " + seen);
    }
  }
  tally.finish("cases.jsonl");
}

// The source's own files hold the same requests as the uniform one, and requests for many resources at once.
TEST(IamEval, SourceFilesAreCovered) {
  auto cases = read_cases("cases.jsonl");
  if (!cases) GTEST_SKIP() << "skipped: fixtures not present";
  std::multiset<std::string> covered;
  for (const Json& one : *cases) covered.insert(one["id"]);
  size_t uniform = 0, wildcard = 0;
  for (const char* file : {"iam-simulate-core.jsonl", "iam-simulate-simulation.jsonl"}) {
    auto read = read_cases(file);
    ASSERT_TRUE(read) << file;
    for (const Json& one : *read) {
      bool single = covered.count(one["id"]) > 0;
      EXPECT_TRUE(single || one["expected"].contains("overallResult")) << one["id"];
      (single ? uniform : wildcard) += 1;
    }
  }
  std::cout << "iam-simulate-core.jsonl, iam-simulate-simulation.jsonl: " << uniform << " cases stand in cases.jsonl, "
            << wildcard << " ask for many resources\n";
}

}  // namespace
}  // namespace berm::conformance
