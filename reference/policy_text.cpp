// Policies whose text the plan knows.
#include "access/policy.h"
#include "reference/policy.h"

namespace berm::reference {
namespace {

class Reader {
 public:
  explicit Reader(Arena& arena) : arena_(arena) {}

  Value statement(const access::Statement& statement) {
    Value none = arena_.list({});
    Value actions = texts(statement.actions), resources = texts(statement.resources);
    Value principals = this->principals(statement.principals);
    return make_statement({.sid = statement.sid.empty() ? facts::kNull : arena_.text(statement.sid),
                           .effect = arena_.text(statement.effect == access::Effect::Allow ? "Allow" : "Deny"),
                           .actions = statement.not_action ? none : actions,
                           .not_actions = statement.not_action ? actions : none,
                           .resources = statement.not_resource ? none : resources,
                           .not_resources = statement.not_resource ? resources : none,
                           .principals = statement.not_principal ? none : principals,
                           .not_principals = statement.not_principal ? principals : none,
                           .conditions = conditions(statement.conditions)},
                          arena_);
  }

 private:
  Value texts(const std::vector<std::string>& texts) {
    std::vector<Value> out;
    for (const std::string& text : texts) out.push_back(arena_.text(text));
    return arena_.list(std::move(out));
  }

  Value principals(const std::vector<access::PrincipalEntry>& entries) {
    std::vector<Value> out;
    for (const access::PrincipalEntry& entry : entries) {
      for (const std::string& value : entry.values) {
        out.push_back(make_principal(arena_.text(entry.type), arena_.text(value), arena_));
      }
    }
    return arena_.list(std::move(out));
  }

  Value conditions(const std::vector<access::Condition>& conditions) {
    std::vector<Value> out;
    for (const access::Condition& each : conditions) {
      out.push_back(make_condition(arena_.text(each.op), arena_.text(each.key), texts(each.values), arena_));
    }
    return arena_.list(std::move(out));
  }

  Arena& arena_;
};

}  // namespace

Policy read_policy_text(std::string_view json, Arena& arena) {
  // Providers write "" where there is no document.
  if (json.empty()) return {arena.list({}), false, ""};
  access::ReadResult read = access::read_policy(json);
  if (!read.document) return {facts::kUnknown, false, read.error};
  std::vector<Value> statements;
  for (const access::Statement& each : read.document->statements) statements.push_back(Reader(arena).statement(each));
  return {arena.list(std::move(statements)), false, ""};
}

}  // namespace berm::reference
