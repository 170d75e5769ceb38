#include "tests/conformance/scp/situations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>
#include <set>
#include <string>
#include <unordered_set>

#include "access/evaluate.h"
#include "base/text.h"
#include "verify/pools.h"

namespace berm::conformance {
namespace {

using access::Request;
using verify::KeyValues;

constexpr size_t kPairs = 1000;  // a context
constexpr size_t kVaried = 40;   // calls that a statement matches, and half as many others, for every value of a key
constexpr std::array kOutside = {
    "s3:GetObject",   "ec2:RunInstances",    "ec2:DescribeInstances", "iam:CreateUser",    "sts:AssumeRole",
    "sts:TagSession", "kms:Decrypt",         "lambda:InvokeFunction", "logs:PutLogEvents", "sqs:SendMessage",
    "dax:GetItem",    "s3:ListAllMyBuckets", "rds:CreateDBCluster"};

struct Call {
  std::string action, resource, type;
  std::vector<std::string> elsewhere;  // keys that only other legs of the action carry
};

class Situations {
 public:
  Situations(const access::Document& ours, const access::Document& theirs, const catalog::Catalog& catalog);
  void around(const access::Statement& statement);
  std::vector<Request> take() { return std::move(requests_); }

 private:
  void learn(const access::Document& document);
  enum class Others : bool { Absent, Present };
  Request base_for(const access::Statement& statement, Others others) const;
  void around(const access::Statement& statement, const Request& base);
  void set(Request& request, const std::string& key, const KeyValues& values) const;
  std::vector<const Call*> calls_near(const access::Statement& statement, const Request& base) const;
  void vary_key(const Request& base, const std::string& key, const std::vector<const Call*>& calls);
  void vary_pairs(const Request& base);
  Call call(const std::string& action, const std::string& resource) const;
  std::vector<std::string> resources_of(const std::string& action) const;
  void add(const Call& call, Request request);

  const catalog::Catalog& catalog_;
  verify::Pools pools_;
  std::vector<Call> calls_;
  std::set<std::vector<std::string>> bases_;
  std::vector<Request> requests_;
  std::unordered_set<std::string> seen_;
};

// What lies just below and above a number that is not whole.
void add_fractions(verify::Pools& pools, const access::Condition& condition) {
  if (condition.op.find("Numeric") == std::string::npos) return;
  for (const std::string& value : condition.values) {
    if (value.find('.') == std::string::npos) continue;
    for (const double step : {-0.1, 0.1})
      pools.add_value(condition.key, fmt::format("{:.1f}", std::stod(value) + step));
  }
}

Situations::Situations(const access::Document& ours, const access::Document& theirs, const catalog::Catalog& catalog)
    : catalog_(catalog), pools_(catalog) {
  learn(ours);
  learn(theirs);
  for (const char* action : kOutside) pools_.add_action_pattern(action);
  pools_.finish();
  for (const std::string& action : pools_.actions()) {
    for (const std::string& resource : resources_of(action)) calls_.push_back(call(action, resource));
  }
}

void Situations::learn(const access::Document& document) {
  pools_.add(document);
  for (const access::Statement& statement : document.statements) {
    for (const std::string& pattern : statement.actions) {
      if (pattern == "*") continue;
      catalog_.for_each_action(pattern, [&](const auto& action) { pools_.add_action_pattern(action.full_name()); });
    }
    for (const access::Condition& condition : statement.conditions) add_fractions(pools_, condition);
  }
}

// A name that a pattern ends in may go on: `stack/NAME/ID`, `stackset/NAME:ID`. An organisation lives in one partition.
std::vector<std::string> forms_of(std::string arn) {
  static const std::string kAnyPartition = verify::sample_of("arn:*:");
  if (arn.starts_with(kAnyPartition)) arn.replace(0, kAnyPartition.size(), "arn:aws:");
  return {arn, arn + "/part", arn + ":part"};
}

std::vector<std::string> Situations::resources_of(const std::string& action) const {
  const auto known = catalog_.action(action);
  if (!known || known->resources.empty()) return {"*"};
  std::vector<std::string> resources;
  for (const std::string& pooled : pools_.resources()) {
    for (std::string& arn : forms_of(pooled)) {
      if (catalog_.resource_type_of(*known, arn)) resources.push_back(std::move(arn));
    }
  }
  for (const catalog::ActionResource& leg : known->resources)
    resources.push_back(verify::sample_of(catalog::arn_pattern(leg.type.arn, "aws")));
  return resources;
}

void Situations::set(Request& request, const std::string& key, const KeyValues& values) const {
  if (!values) {
    request.context.erase(key);
    return;
  }
  request.context[key] = *values;
  if (pools_.is_multivalued(key)) request.multivalued.insert(key);
}

bool tests_key(const access::Statement& statement, const std::string& key) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(),
                     [&](const auto& test) { return to_lower(test.key) == key; });
}

// A context in which every condition of the statement holds, key by key.
Request Situations::base_for(const access::Statement& statement, Others others) const {
  Request base;
  for (const auto& [key, candidates] : pools_.values()) {
    if (others == Others::Absent && !tests_key(statement, key)) continue;
    for (const KeyValues& values : candidates) {
      set(base, key, values);
      const bool holds = std::all_of(statement.conditions.begin(), statement.conditions.end(), [&](const auto& test) {
        return to_lower(test.key) != key || access::matches_condition(test, base.find(key), base, "2012-10-17");
      });
      if (holds) break;
    }
  }
  return base;
}

// AWS sends a key with the legs that carry it; keys that no leg carries come with the caller, or are newer than the
// catalogue, and stay.
Call Situations::call(const std::string& action, const std::string& resource) const {
  Call result{action, resource, {}, {}};
  const auto known = catalog_.action(action);
  if (!known) return result;
  result.type = catalog_.resource_type_of(*known, resource).value_or("");
  for (const auto& [key, values] : pools_.values()) {
    if (catalog_.carries(*known, key) == catalog::Carried::SomeLegs && !catalog_.leg_carries(*known, result.type, key))
      result.elsewhere.push_back(key);
  }
  return result;
}

std::vector<std::string> marks_of(const Request& request) {
  std::vector<std::string> marks{request.action, request.resource};
  for (const auto& [key, values] : request.context) marks.push_back(fmt::format("{}={}", key, fmt::join(values, "\t")));
  return marks;
}

void Situations::add(const Call& call, Request request) {
  request.action = call.action;
  request.resource = call.resource;
  request.resource_type = call.type;
  for (const std::string& key : call.elsewhere) request.context.erase(key);
  if (seen_.insert(fmt::format("{}", fmt::join(marks_of(request), "\n"))).second)
    requests_.push_back(std::move(request));
}

// At most `count` of the list, spread over it.
template <class T>
std::vector<T> spread(const std::vector<T>& list, size_t count) {
  std::vector<T> some;
  const size_t step = std::max<size_t>(1, (list.size() + count - 1) / count);
  for (size_t i = 0; i < list.size(); i += step) some.push_back(list[i]);
  return some;
}

std::vector<const Call*> Situations::calls_near(const access::Statement& statement, const Request& base) const {
  std::vector<const Call*> matched, others;
  for (const Call& call : calls_) {
    Request request = base;
    request.action = call.action;
    request.resource = call.resource;
    for (const std::string& key : call.elsewhere) request.context.erase(key);
    const bool matches = access::matches_statement(statement, request, access::DocumentKind::Scp, "2012-10-17");
    (matches ? matched : others).push_back(&call);
  }
  matched = spread(matched, kVaried);
  for (const Call* call : spread(others, kVaried / 2)) matched.push_back(call);
  return matched;
}

void Situations::vary_key(const Request& base, const std::string& key, const std::vector<const Call*>& calls) {
  for (const KeyValues& values : pools_.values().at(key)) {
    Request request = base;
    set(request, key, values);
    for (const Call* call : calls) add(*call, request);
  }
}

void Situations::vary_pairs(const Request& base) {
  std::vector<std::pair<std::string, std::vector<KeyValues>>> keys(pools_.values().begin(), pools_.values().end());
  if (keys.size() < 2) return;
  std::mt19937_64 random(keys.size());
  const auto pick = [&](const auto& list) -> const auto& { return list[random() % list.size()]; };
  for (size_t i = 0; i < kPairs; ++i) {
    Request request = base;
    for (int twice = 0; twice < 2; ++twice) {
      const auto& [key, values] = pick(keys);
      set(request, key, pick(values));
    }
    add(pick(calls_), std::move(request));
  }
}

void Situations::around(const access::Statement& statement) {
  around(statement, base_for(statement, Others::Absent));
  around(statement, base_for(statement, Others::Present));
}

void Situations::around(const access::Statement& statement, const Request& base) {
  // The same statement of the other document has nothing new to try.
  std::vector<std::string> marks = marks_of(base);
  for (const access::Condition& condition : statement.conditions) marks.push_back(to_lower(condition.key));
  marks.insert(marks.end(), statement.actions.begin(), statement.actions.end());
  if (!bases_.insert(std::move(marks)).second) return;
  for (const Call& call : calls_) add(call, base);
  const auto near = calls_near(statement, base);
  for (const access::Condition& condition : statement.conditions) vary_key(base, to_lower(condition.key), near);
  vary_pairs(base);
}

}  // namespace

std::vector<Request> situations(const access::Document& ours, const access::Document& theirs,
                                const catalog::Catalog& catalog) {
  Situations all(ours, theirs, catalog);
  for (const auto* document : {&ours, &theirs}) {
    for (const access::Statement& statement : document->statements) all.around(statement);
  }
  return all.take();
}

}  // namespace berm::conformance
