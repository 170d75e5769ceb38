// Whole requests against the one document that applies to them.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "access/evaluate.h"
#include "base/text.h"
#include "cases.h"

namespace berm::conformance {
namespace {

using access::DocumentKind;

struct Applying {
  DocumentKind kind;
  Json document;
};

// `level`: a list of policies, or of {id, policies} at one level of the organisation.
void collect(const Json& level, DocumentKind kind, std::vector<Applying>& out) {
  if (level.is_null()) return;
  if (!level.is_array()) return out.push_back({kind, level});
  for (const Json& one : level) collect(one.contains("policies") ? one["policies"] : one, kind, out);
}

std::vector<Applying> documents_of(const Json& policies) {
  std::vector<Applying> out;
  collect(policies["identity"], DocumentKind::Identity, out);
  collect(policies["resource"], DocumentKind::Resource, out);
  collect(policies["extra_resource"], DocumentKind::Resource, out);
  collect(policies["scp"], DocumentKind::Scp, out);
  collect(policies["rcp"], DocumentKind::Rcp, out);
  collect(policies["boundary"], DocumentKind::PermissionBoundary, out);
  collect(policies["session"], DocumentKind::Session, out);
  collect(policies["vpc_endpoint"], DocumentKind::Endpoint, out);
  return out;
}

// "arn:aws:sts::A:assumed-role/R/S" is the role R with a session named S.
void set_arn(access::Request& request, const std::string& arn) {
  auto parts = split(arn, ':');
  auto words = split(parts.back(), '/');
  std::string account(parts.at(4));
  request.context["aws:principalaccount"] = {account};
  if (words.front() != "assumed-role") {
    request.context["aws:principalarn"] = {arn};
    if (words.front() == "user") request.context["aws:username"] = {std::string(words.back())};
    return;
  }
  request.context["aws:principalarn"] = {"arn:" + std::string(parts.at(1)) + ":iam::" + account + ":role/" +
                                         std::string(words.at(1))};
  request.context["aws:userid"] = {"AROAEXAMPLE:" + std::string(words.at(2))};
}

// A caller that is no text is anonymous.
void set_principal(access::Request& request, const Json& principal) {
  if (!principal.is_string()) return;
  std::string text = principal;
  if (text.starts_with("arn:")) {
    set_arn(request, text);
  } else {
    request.context["aws:principalservicename"] = {text};
  }
}

std::string decide(const Applying& applying, const Json& asked) {
  auto read = access::read_policy(applying.document.dump());
  if (!read.document) return "unreadable: " + read.error;
  access::Request request = request_with(asked["context"]);
  request.action = asked["action"];
  request.resource = asked["resource"];
  set_principal(request, asked["principal"]);
  std::string decision(access::name(access::evaluate(*read.document, request, applying.kind).decision));
  std::replace(decision.begin(), decision.end(), ' ', '_');
  return decision;
}

// The ids of the file repeat; its path makes them unique.
std::string id_of(const Json& one) {
  std::string source = one["source"], id = one["id"];
  size_t folder = source.find("coreEngineTests/");
  return source.substr(folder == std::string::npos ? 0 : folder + 16) + id.substr(id.find('#'));
}

TEST(IamEval, SingleDocuments) {
  auto cases = read_cases("cases.jsonl");
  if (!cases) GTEST_SKIP() << "skipped: fixtures not present";
  Tally tally("document_differences.tsv");
  for (const Json& one : *cases) {
    auto documents = documents_of(one["policies"]);
    if (one["mode"] != "strict" || documents.size() != 1) continue;
    std::string id = id_of(one);
    std::string seen = decide(documents.front(), one["request"]);
    if (one["expected"] == seen) {
      tally.agrees(id);
    } else {
      tally.differs(id, one["name"].get<std::string>() + ": we say " + seen);
    }
  }
  tally.finish("cases.jsonl, one document, strict");
}

// Documents that AWS takes are read. Of those it refuses, many are well formed and wrong in what they name.
TEST(IamEval, DocumentsThatAwsTakesAreRead) {
  auto cases = read_cases("moto-policy-validity.jsonl");
  if (!cases) GTEST_SKIP() << "skipped: fixtures not present";
  size_t taken = 0, refused = 0;
  for (const Json& one : *cases) {
    auto read =
        access::read_policy(one["document"].is_string() ? one["document"].get<std::string>() : one["document"].dump());
    if (one["expected"] == "valid") {
      ++taken;
      EXPECT_TRUE(read.document) << one["id"] << ": " << read.error;
    } else if (one["error"] == "Syntax errors in policy.") {
      ++refused;
      EXPECT_FALSE(read.document) << one["id"];
    }
  }
  std::cout << "moto-policy-validity.jsonl: " << taken << " documents read, " << refused
            << " with syntax errors refused\n";
}

}  // namespace
}  // namespace berm::conformance
