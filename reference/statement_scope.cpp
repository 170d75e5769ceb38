#include "reference/statement_scope.h"

#include <algorithm>
#include <string>

#include "access/evaluate.h"
#include "access/variables.h"
#include "base/glob.h"
#include "reference/condition_scope.h"
#include "reference/statement_parts.h"

namespace berm::reference {
namespace {

bool is_empty(const Value& list) { return list.kind == ValueKind::List && list.size == 0; }

// "*", "arn:*", and ARNs whose segments behind the partition are all open.
bool is_everything(std::string_view pattern) {
  auto open = [](std::string_view rest) { return rest.find_first_not_of(":*") == std::string_view::npos; };
  if (!pattern.starts_with("arn:")) return open(pattern) && !pattern.empty();
  std::string_view rest = pattern.substr(std::string_view("arn:").size());
  size_t partition = rest.find(':');
  return open(partition == std::string_view::npos ? rest : rest.substr(partition));
}

bool covers(std::string_view outer, std::string_view inner) {
  return is_everything(outer) || glob_covers(outer, inner);
}

// What a list of patterns covers of one.
Cover cover_of(const Value& patterns, std::string_view pattern) {
  auto whole = [&](std::string_view each) { return covers(each, pattern); };
  auto part = [&](std::string_view each) { return globs_overlap(access::without_variables(each), pattern); };
  if (any_text(patterns, whole) == Tri::True) return Cover::Whole;
  Tri touched = any_text(patterns, part);
  return touched == Tri::True ? Cover::Part : touched == Tri::Unknown ? Cover::Unclear : Cover::None;
}

Cover complement(Cover cover) {
  if (cover == Cover::Whole) return Cover::None;
  return cover == Cover::None ? Cover::Whole : cover;
}

bool is_account(const Value& principal, std::string_view account) {
  const Value& value = member(principal, "value");
  if (value.string() == account) return true;
  return is_text(member(principal, "account")) && member(principal, "account").string() == account &&
         value.string().ends_with(":root");
}

// One principal of a known statement.
Cover covers_grantee_one(const Value& principal, const ir::Grant& grant) {
  const Value &type = member(principal, "type"), &value = member(principal, "value");
  if (!is_text(type) || !is_text(value)) return Cover::Unclear;
  if (type.string() != "AWS") return Cover::None;
  if (value.string() == "*") return Cover::Whole;
  if (grant.to == ir::Grant::To::Anyone) return Cover::Part;
  if (is_account(principal, grant.account)) return Cover::Whole;
  bool inside = is_text(member(principal, "account")) && member(principal, "account").string() == grant.account;
  return inside ? Cover::Part : Cover::None;
}

Cover most(const Value& principals, const ir::Grant& grant) {
  if (principals.kind != ValueKind::List) return Cover::Unclear;
  Cover cover = Cover::None;
  for (const Value& each : principals.list()) cover = std::max(cover, covers_grantee_one(each, grant));
  return cover;
}

}  // namespace

Tri has_effect(const Value& statement, std::string_view effect) {
  const Value& written = member(statement, "effect");
  return is_text(written) ? tri(written.string() == effect) : Tri::Unknown;
}

Tri acts_on(const Value& statement, std::string_view action) {
  auto matches = [&](std::string_view pattern) { return access::matches_action(pattern, action); };
  const Value& excepted = member(statement, "not_actions");
  Tri listed = any_text(member(statement, "actions"), matches);
  return is_empty(excepted) ? listed : either(listed, negate(any_text(excepted, matches)));
}

// A document without resources is about the one that it is attached to.
Cover covers_resource(const Value& statement, std::string_view pattern) {
  const Value &listed = member(statement, "resources"), &excepted = member(statement, "not_resources");
  if (is_empty(listed) && is_empty(excepted)) return Cover::Whole;
  Cover cover = cover_of(listed, pattern);
  return is_empty(excepted) ? cover : std::max(cover, complement(cover_of(excepted, pattern)));
}

// Policies of identities name nobody: they hold for whom they are attached to.
Cover covers_grantee(const Value& statement, const ir::Grant& grant) {
  const Value &listed = member(statement, "principals"), &excepted = member(statement, "not_principals");
  bool somebody = grant.to == ir::Grant::To::Somebody;
  bool names_nobody = is_empty(listed) && is_empty(excepted);
  if (names_nobody) return somebody ? Cover::Whole : Cover::None;
  if (somebody) {
    bool everyone = most(listed, {.to = ir::Grant::To::Anyone}) == Cover::Whole;
    return everyone ? Cover::Whole : Cover::Part;
  }
  Cover cover = most(listed, grant);
  if (is_empty(excepted)) return cover;
  Cover all_but = complement(most(excepted, grant));
  // Everyone but a few is as good as anyone.
  if (grant.to == ir::Grant::To::Anyone && all_but == Cover::Part) all_but = Cover::Whole;
  return std::max(cover, all_but);
}

Tri is_unconditional(const Value& statement, const ir::Grant& grant) {
  const Value& conditions = member(statement, "conditions");
  return grant.to == ir::Grant::To::Anyone ? open_to_anyone(conditions) : chosen_by_callers(conditions);
}

// All of them have to hold for a call to be denied: one that callers can avoid is enough for them.
Cover conditions_cover(const Value& statement, const ir::Grant& grant) {
  const Value& conditions = member(statement, "conditions");
  if (conditions.kind != ValueKind::List) return Cover::Unclear;
  bool anyone = grant.to == ir::Grant::To::Anyone;
  Cover cover = Cover::Whole;
  for (const Value& each : conditions.list()) {
    if (is_avoidable(each)) return Cover::None;
    if (!anyone || !is_about_anyone_else(each)) cover = Cover::Part;
  }
  return cover;
}

}  // namespace berm::reference
