#include "runtime/eval/policy.h"

#include <algorithm>
#include <span>

#include "access/evaluate.h"
#include "base/text.h"
#include "reference/grants.h"
#include "reference/plan_context.h"
#include "reference/policy.h"

namespace berm::eval {
namespace {

using facts::Member;
using facts::Value;
using facts::ValueKind;

constexpr size_t kChunk = size_t{1} << 16;
constexpr size_t kServices = 64;  // fewer than there are

Value text_value(std::string_view text) {
  Value value{ValueKind::String};
  value.size = static_cast<uint32_t>(text.size());
  value.text = text.data();
  return value;
}

Value list_value(const Value* elements, size_t count) {
  Value value{ValueKind::List};
  value.size = static_cast<uint32_t>(count);
  value.elements = elements;
  return value;
}

Value object_value(const Member* members, size_t count) {
  Value value{ValueKind::Object};
  value.size = static_cast<uint32_t>(count);
  value.members = members;
  return value;
}

// Of "111122223333" or of an ARN with all its segments; empty where it has none.
std::string_view account_in(std::string_view principal) {
  if (is_account_id(principal)) return principal;
  std::string_view rest = principal, account;
  for (int segment = 0; segment < 5; ++segment) {
    size_t colon = rest.find(':');
    if (colon == std::string_view::npos || (segment == 0 && rest.substr(0, colon) != "arn")) return {};
    if (segment == 4) account = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
  }
  return is_account_id(account) ? account : std::string_view();
}

bool may_be_everything(std::string_view pattern) {
  if (pattern.starts_with("arn:")) {
    pattern.remove_prefix(4);
    pattern.remove_prefix(std::min(pattern.find(':'), pattern.size()));
  }
  return pattern.find_first_not_of(":*") == std::string_view::npos;
}

// Whether every text that `narrow` matches can be one of `wide`, by what stands before the first wildcard.
bool may_cover(std::string_view wide, std::string_view narrow) {
  size_t wild = wide.find_first_of("*?");
  if (wild == std::string_view::npos) return wide == narrow || may_be_everything(wide);
  return narrow.starts_with(wide.substr(0, wild)) || may_be_everything(wide);
}

Truth truth_of(reference::Tri value) {
  return value == reference::Tri::Unknown ? Truth::Unknown : truth(value == reference::Tri::True);
}

}  // namespace

PreparedGrant::PreparedGrant(ir::Grant grant) : grant_(std::move(grant)) {
  for (const ir::ActionItem& item : grant_.actions.items) {
    if (!item.plus) continue;
    services_ |= service_bits(item.pattern);
    wide_ = wide_ || service_bits(item.pattern) == kEveryService;
  }
}

std::span<const std::string_view> PreparedGrant::actions() const {
  std::call_once(once_, [&] { actions_ = reference::ActionNames(grant_.actions); });
  return actions_.all();
}

bool PolicyReader::read(std::string_view json) {
  chunk_ = used_ = 0;
  large_.clear();
  built_ = false;
  plain_ = text_.read(json);
  if (plain_) return true;
  arena_.release({0, 0, 0});
  reference::Policy policy = reference::read_policy_text(json, arena_);
  statements_ = policy.statements;
  built_ = true;
  return policy.error.empty();
}

const Value& PolicyReader::statements() {
  if (built_) return statements_;
  const size_t count = text_.statements().size();
  auto* all = take<Value>(count);
  for (size_t i = 0; i < count; ++i) all[i] = statement(text_.statements()[i]);
  statements_ = list_value(all, count);
  built_ = true;
  return statements_;
}

Truth PolicyReader::grants(const PreparedGrant& grant) {
  if (plain_ && !may_grant(grant)) return Truth::False;
  // One that gets here is mostly a finding, for which it would be asked again.
  if (grant.is_wide()) return Truth::Later;
  reference::Policy policy{statements(), false, ""};
  return truth_of(reference::grants(policy, grant.grant(), grant.actions()).answer);
}

// Whether it is worth asking: some statement may allow some action, for each resource.
bool PolicyReader::may_grant(const PreparedGrant& grant) const {
  const auto& statements = text_.statements();
  const auto& resources = grant.grant().resources;
  const auto on = [&](std::string_view resource) {
    return std::ranges::any_of(statements, [&](const PolicyText::Statement& statement) {
      return may_allow(statement, grant) && covers(statement, resource) && acts(statement, grant);
    });
  };
  if (!resources.empty()) return std::ranges::all_of(resources, on);
  return std::ranges::any_of(statements, [&](const PolicyText::Statement& statement) {
    return may_allow(statement, grant) && acts(statement, grant);
  });
}

bool PolicyReader::may_allow(const PolicyText::Statement& statement, const PreparedGrant& grant) const {
  return statement.allow && (statement.services & grant.services()) != 0 && names(statement, grant.grant());
}

// Policies of identities name nobody: they hold for whom they are attached to.
bool PolicyReader::names(const PolicyText::Statement& statement, const ir::Grant& grant) const {
  if (grant.to == ir::Grant::To::Somebody || statement.not_principal) return true;
  for (uint32_t i = statement.principals.begin; i < statement.principals.end; ++i) {
    std::string_view value = text_.principals()[i].value;
    bool of_account = grant.to == ir::Grant::To::Account && value.find(grant.account) != std::string_view::npos;
    if (value == "*" || of_account) return true;
  }
  return false;
}

bool PolicyReader::covers(const PolicyText::Statement& statement, std::string_view resource) const {
  if (statement.resources.empty() || statement.not_resource) return true;
  for (uint32_t i = statement.resources.begin; i < statement.resources.end; ++i) {
    if (may_cover(text_.texts()[i], resource)) return true;
  }
  return false;
}

bool PolicyReader::acts(const PolicyText::Statement& statement, const PreparedGrant& grant) const {
  if (statement.not_action) return true;
  if (grant.is_wide()) return acts_widely(statement, grant.grant());
  std::span<const std::string_view> actions = grant.actions();
  // All of them are as many as the first.
  if (grant.grant().every_action) actions = actions.first(std::min<size_t>(actions.size(), 1));
  for (uint32_t i = statement.actions.begin; i < statement.actions.end; ++i) {
    std::string_view pattern = text_.texts()[i];
    if ((service_bits(pattern) & grant.services()) == 0) continue;
    const auto matches = [&](std::string_view action) { return access::matches_action(pattern, action); };
    if (std::ranges::any_of(actions, matches)) return true;
  }
  return false;
}

// Every action of every service is allowed by a pattern for all of them, or by as many patterns as there are services.
bool PolicyReader::acts_widely(const PolicyText::Statement& statement, const ir::Grant& grant) const {
  bool everything = grant.every_action && grant.actions.items.size() == 1;
  if (!everything || text_.texts().size() >= kServices) return true;
  auto begin = text_.texts().begin() + statement.actions.begin, end = text_.texts().begin() + statement.actions.end;
  return std::any_of(begin, end, [](std::string_view pattern) { return service_bits(pattern) == kEveryService; });
}

Value PolicyReader::statement(const PolicyText::Statement& statement) {
  const Value none = list_value(nullptr, 0);
  const Value actions = texts(statement.actions), resources = texts(statement.resources);
  const Value principals = this->principals(statement.principals);
  auto* members = take<Member>(9);
  members[0] = {"actions", statement.not_action ? none : actions};
  members[1] = {"conditions", conditions(statement.conditions)};
  members[2] = {"effect", text_value(statement.allow ? "Allow" : "Deny")};
  members[3] = {"not_actions", statement.not_action ? actions : none};
  members[4] = {"not_principals", statement.not_principal ? principals : none};
  members[5] = {"not_resources", statement.not_resource ? resources : none};
  members[6] = {"principals", statement.not_principal ? none : principals};
  members[7] = {"resources", statement.not_resource ? none : resources};
  members[8] = {"sid", statement.sid.empty() ? facts::kNull : text_value(statement.sid)};
  return object_value(members, 9);
}

Value PolicyReader::texts(Range range) {
  auto* all = take<Value>(range.end - range.begin);
  for (uint32_t i = range.begin; i < range.end; ++i) all[i - range.begin] = text_value(text_.texts()[i]);
  return list_value(all, range.end - range.begin);
}

Value PolicyReader::principals(Range range) {
  auto* all = take<Value>(range.end - range.begin);
  for (uint32_t i = range.begin; i < range.end; ++i) {
    const auto& [type, value] = text_.principals()[i];
    bool aws = type == "*" || type == "AWS";
    std::string_view account = aws ? account_in(value) : std::string_view();
    auto* members = take<Member>(3);
    members[0] = {"account", account.empty() ? facts::kNull : text_value(account)};
    members[1] = {"type", text_value(aws ? "AWS" : type)};
    members[2] = {"value", text_value(value)};
    all[i - range.begin] = object_value(members, 3);
  }
  return list_value(all, range.end - range.begin);
}

Value PolicyReader::conditions(Range range) {
  auto* all = take<Value>(range.end - range.begin);
  for (uint32_t i = range.begin; i < range.end; ++i) {
    const PolicyText::Condition& condition = text_.conditions()[i];
    auto* key = take<char>(condition.key.size());
    std::ranges::transform(condition.key, key,
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    auto* members = take<Member>(3);
    members[0] = {"key", text_value({key, condition.key.size()})};
    members[1] = {"operator", text_value(condition.op)};
    members[2] = {"values", texts(condition.values)};
    all[i - range.begin] = object_value(members, 3);
  }
  return list_value(all, range.end - range.begin);
}

// A policy has at most 1 MiB, so that what it makes is bounded.
template <class T>
T* PolicyReader::take(size_t count) {
  const size_t size = (count * sizeof(T) + 15) / 16 * 16;
  if (size > kChunk) {
    return reinterpret_cast<T*>(large_.emplace_back(std::make_unique<char[]>(size)).get());
  }
  if (chunk_ < chunks_.size() && used_ + size > kChunk) {
    ++chunk_;
    used_ = 0;
  }
  if (chunk_ >= chunks_.size()) chunks_.push_back(std::make_unique<char[]>(kChunk));
  auto* out = reinterpret_cast<T*>(chunks_[chunk_].get() + used_);
  used_ += size;
  std::uninitialized_default_construct_n(out, count);
  return out;
}

}  // namespace berm::eval
