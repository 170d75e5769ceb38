// Operators, resource patterns and actions, one at a time.
#include <gtest/gtest.h>

#include "access/evaluate.h"
#include "cases.h"

namespace berm::conformance {
namespace {

using access::DocumentKind;
using access::Request;
using access::Statement;

DocumentKind kind_of(const std::string& type) {
  static const std::map<std::string, DocumentKind> kKinds = {
      {"identity", DocumentKind::Identity},     {"session", DocumentKind::Session},   {"scp", DocumentKind::Scp},
      {"pb", DocumentKind::PermissionBoundary}, {"resource", DocumentKind::Resource}, {"rcp", DocumentKind::Rcp},
      {"vpce", DocumentKind::Endpoint}};
  return kKinds.at(type);
}

bool condition_matches(const Json& unit) {
  Request request = request_with(unit.value("requestContext", Json::object()));
  access::Condition condition{unit["operator"], "test:Key", texts(unit["policyValues"])};
  std::vector<std::string> values = texts(unit["testValue"]);
  return access::matches_condition(condition, &values, request, "2012-10-17");
}

bool resource_matches(const Json& unit) {
  Statement statement;
  statement.principals = {{"*", {"*"}}};
  statement.actions = {"*"};
  statement.not_resource = unit.contains("notResourceStatements");
  statement.resources = texts(unit[statement.not_resource ? "notResourceStatements" : "resourceStatements"]);
  Request request = request_with(unit.value("context", Json::object()));
  request.action = "test:Act";
  request.resource = unit["resource"]["resource"];
  return access::matches_statement(statement, request, kind_of(unit.value("policyType", "identity")), "2012-10-17");
}

// A statement that is no policy statement allows nothing.
bool action_allowed(const Json& unit) {
  auto read = access::read_policy(Json{{"Version", "2012-10-17"}, {"Statement", {unit["statement"]}}}.dump());
  Request request;
  request.action = unit["action"];
  return read.document &&
         access::evaluate(*read.document, request, DocumentKind::Identity).decision == access::Decision::Allow;
}

// None: the case asks for something that an evaluator of one call doesn't answer.
std::optional<bool> answer(const Json& unit) {
  if (unit["kind"] == "condition") return condition_matches(unit);
  if (unit["kind"] == "resource") return resource_matches(unit);
  if (unit["expected"].is_boolean() && unit.contains("action")) return action_allowed(unit);
  return std::nullopt;
}

TEST(IamEval, Units) {
  auto units = read_cases("iam-simulate-units.jsonl");
  if (!units) GTEST_SKIP() << "skipped: fixtures not present";
  Tally tally("differences.tsv");
  for (const Json& unit : *units) {
    std::string id = unit["id"];
    const Json& expected = unit.contains("expectMatch") ? unit["expectMatch"] : unit["expected"];
    auto seen = answer(unit);
    if (seen && expected == *seen) {
      tally.agrees(id);
    } else {
      tally.differs(id, std::string("we say ") + (!seen ? "nothing" : *seen ? "true" : "false"));
    }
  }
  tally.finish("iam-simulate-units.jsonl");
}

}  // namespace
}  // namespace berm::conformance
