// A cap at a bucket. A call there that the cap does not leave to its principals is denied: NotResource means "inside
// this bucket, outside the prefix" here, since the policy sees no other bucket. An SCP has no such place to stand.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "access/arn.h"
#include "base/glob.h"
#include "base/text.h"
#include "compiler/documents/bearers.h"
#include "compiler/documents/bucket.h"
#include "compiler/documents/lower.h"
#include "compiler/documents/outcome.h"
#include "compiler/documents/statements.h"
#include "compiler/documents/universe.h"

namespace berm::documents {
namespace {

bool in_any_account(std::string_view arn) { return !is_account_id(access::account_in(arn)); }

// The accounts of the principals; none where a name is in any account and the bucket's own is not known.
std::vector<std::string> accounts_of(const std::vector<std::string>& arns, const Spec& spec) {
  std::vector<std::string> accounts;
  for (const std::string& arn : arns) {
    const std::string account = in_any_account(arn) ? spec.account : std::string(access::account_in(arn));
    if (account.empty()) return {};
    accounts.push_back(fmt::format("arn:{}:iam::{}:root", spec.partition, account));
  }
  std::sort(accounts.begin(), accounts.end());
  accounts.erase(std::unique(accounts.begin(), accounts.end()), accounts.end());
  return accounts;
}

ir::ActionSet of_s3(const ir::ActionSet& actions) {
  ir::ActionSet result;
  for (ir::ActionItem item : actions.items) {
    if (item.pattern == "*") item.pattern = "s3:*";
    if (to_lower(item.pattern).starts_with("s3:")) result.items.push_back(std::move(item));
  }
  return result;
}

// What is allowed of some actions.
struct Part {
  ir::ActionSet actions;
  Formula condition;
};

bool same_actions(const ir::ActionSet& a, const ir::ActionSet& b) {
  return std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(),
                    [](const ir::ActionItem& x, const ir::ActionItem& y) {
                      return x.plus == y.plus && equals_ignore_case(x.pattern, y.pattern);
                    });
}

bool may_share(const ir::ActionSet& a, const ir::ActionSet& b) {
  return std::any_of(a.items.begin(), a.items.end(), [&](const ir::ActionItem& x) {
    return std::any_of(b.items.begin(), b.items.end(), [&](const ir::ActionItem& y) {
      return x.plus && y.plus && globs_overlap(to_lower(x.pattern), to_lower(y.pattern));
    });
  });
}

// Each action in one of them; none where clauses share some of their actions only.
std::optional<std::vector<Part>> parts_of(const ir::Rule& rule) {
  std::vector<Part> parts;
  for (const ir::AllowClause& clause : rule.allows) {
    Part part{of_s3(clause.actions), lower_condition(clause.condition)};
    if (part.actions.items.empty()) continue;
    const auto same = std::find_if(parts.begin(), parts.end(),
                                   [&](const Part& other) { return same_actions(other.actions, part.actions); });
    if (same == parts.end()) {
      parts.push_back(std::move(part));
    } else {
      same->condition = either({std::move(same->condition), std::move(part.condition)});
    }
  }
  for (size_t i = 0; i < parts.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (may_share(parts[i].actions, parts[j].actions)) return std::nullopt;
    }
  }
  return parts;
}

class BucketCap {
 public:
  BucketCap(const ir::Rule& rule, const Spec& spec, const catalog::Catalog& catalog)
      : rule_(rule), universe_(spec), catalog_(catalog), capped_(lower_condition(rule.capped)) {}

  Outcome build(std::vector<std::string> accounts);

 private:
  void allow(const ir::AllowClause& clause, const std::vector<std::string>& accounts);
  void deny_rest(const std::vector<Part>& parts);
  void add(const ir::ActionSet& actions, Formula condition, access::Effect effect,
           std::vector<access::PrincipalEntry> principals);

  const ir::Rule& rule_;
  Universe universe_;
  const catalog::Catalog& catalog_;
  Formula capped_;
  Outcome outcome_;
};

void BucketCap::add(const ir::ActionSet& actions, Formula condition, access::Effect effect,
                    std::vector<access::PrincipalEntry> principals) {
  Formula folded = universe_.fold(both({std::move(condition), capped_})).formula;
  Lowered lowered = lower_clause(actions, folded, effect, catalog_);
  outcome_.too_many |= lowered.too_many;
  const std::string_view prefix = effect == access::Effect::Deny ? "not denied: " : "not allowed: ";
  for (const std::string& words : lowered.missing) outcome_.words.push_back(fmt::format("{}{}", prefix, words));
  for (access::Statement& statement : lowered.statements) {
    statement.principals = principals;
    outcome_.statements.push_back(std::move(statement));
  }
}

void BucketCap::allow(const ir::AllowClause& clause, const std::vector<std::string>& accounts) {
  add(of_s3(clause.actions), lower_condition(clause.condition), access::Effect::Allow, {{"AWS", accounts}});
}

// Calls of actions that no part names, and of those that one names on what it does not.
void BucketCap::deny_rest(const std::vector<Part>& parts) {
  ir::ActionSet others{{{true, "*"}}};  // all that a bucket sees is of S3
  for (const Part& part : parts) {
    add(part.actions, negate(part.condition), access::Effect::Deny, {{"*", {"*"}}});
    for (const ir::ActionItem& item : part.actions.items) others.items.push_back({!item.plus, item.pattern});
  }
  add(others, constant(true), access::Effect::Deny, {{"*", {"*"}}});
}

Outcome BucketCap::build(std::vector<std::string> accounts) {
  for (const ir::AllowClause& clause : rule_.allows) allow(clause, accounts);
  const auto parts = parts_of(rule_);
  if (parts) {
    deny_rest(*parts);
  } else {
    outcome_.words.push_back(
        "not denied: what lies outside, since it allows one action in several ways: split the rule");
  }
  outcome_.statements = merge_statements(std::move(outcome_.statements));
  if (!outcome_.words.empty()) outcome_.coverage = Coverage::Narrower;
  outcome_.notes.push_back("said elsewhere: calls on what is not this bucket: its policy does not see them");
  return std::move(outcome_);
}

}  // namespace

Outcome bucket_cap_outcome(const ir::Rule& rule, const Spec& spec, const catalog::Catalog& catalog) {
  const auto bearers = bearers_of(rule, catalog);
  if (!bearers || bearers->empty()) {
    return {Coverage::NotExpressible, {"a bucket's policy allows named roles and users, and the rule names none"}, {}};
  }
  auto accounts = accounts_of(*bearers, spec);
  if (accounts.empty()) {
    return {Coverage::NotExpressible,
            {"the rule caps roles of any account: write `account:` beside the document, whose they are"},
            {}};
  }
  Outcome outcome = BucketCap(rule, spec, catalog).build(std::move(accounts));
  if (std::any_of(bearers->begin(), bearers->end(), in_any_account)) {
    outcome.notes.push_back(fmt::format(
        "allowed are principals of {} only: those of that name in other accounts are given nothing", spec.account));
  }
  return outcome;
}

}  // namespace berm::documents
