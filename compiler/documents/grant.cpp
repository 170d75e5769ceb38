#include "compiler/documents/grant.h"

#include <algorithm>
#include <utility>

#include "access/arn.h"
#include "access/evaluate.h"
#include "base/text.h"
#include "compiler/documents/condition.h"
#include "compiler/documents/limits.h"
#include "compiler/documents/lower.h"
#include "compiler/documents/sid.h"
#include "compiler/documents/statements.h"
#include "compiler/documents/universe.h"

namespace berm::documents {
namespace {

Test of(std::string key, Match match, std::string value) {
  Test test;
  test.key = std::move(key);
  test.match = match;
  test.values.push_back(literal(std::move(value)));
  return test;
}

std::string time_text(int64_t seconds) { return constant_text({seconds}, ir::Type::Time); }

// The window, and whose it is.
Formula bounds(const std::string& arn, const Window& window) {
  std::vector<Formula> all;
  all.push_back(leaf(of("aws:currenttime", Match::DateGreaterEqual, time_text(window.from))));
  all.push_back(leaf(of("aws:currenttime", Match::DateLess, time_text(window.until))));
  all.push_back(leaf(of("aws:principalarn", Match::Arn, arn)));
  return both(std::move(all));
}

bool passes(const Test& test, const std::string& value, const catalog::Catalog& catalog) {
  const bool any = std::any_of(test.values.begin(), test.values.end(), [&](const Text& text) {
    const std::string pattern = render_text(text, true, catalog);
    return test.match == Match::Arn ? access::arn_like(pattern, value) : glob_match(pattern, value);
  });
  return any != test.negated;
}

// The condition for this caller: what asks for his name or his account is settled.
Formula of_caller(Formula formula, const std::string& arn, const catalog::Catalog& catalog) {
  if (formula.kind == Formula::Kind::Test) {
    const Test& test = formula.test;
    const bool by_account = test.key == "aws:principalaccount";
    if ((!by_account && test.key != "aws:principalarn") || test.match == Match::Null) return formula;
    const std::string account(access::account_in(arn));
    return constant(passes(test, by_account ? account : arn, catalog));
  }
  for (Formula& child : formula.children) child = of_caller(std::move(child), arn, catalog);
  if (formula.kind == Formula::Kind::And) return both(std::move(formula.children));
  if (formula.kind == Formula::Kind::Or) return either(std::move(formula.children));
  return formula;
}

}  // namespace

bool may_be_given(const ir::Rule& rule, const std::string& arn, const catalog::Catalog& catalog) {
  return of_caller(lower_condition(rule.capped), arn, catalog).kind != Formula::Kind::False;
}

GrantDocument grant_document(const ir::Rule& rule, const std::string& arn, const Window& window,
                             const catalog::Catalog& catalog) {
  Spec spec;
  spec.kind = Kind::IdentityPolicy;
  const Universe universe(spec);
  GrantDocument made;
  made.row = {rule.name, "grant"};
  SidMaker sids;
  for (const ir::AllowClause& clause : rule.allows) {
    Formula condition = both({lower_condition(clause.condition), of_caller(lower_condition(rule.capped), arn, catalog),
                              bounds(arn, window)});
    Lowered lowered =
        lower_clause(clause.actions, universe.fold(std::move(condition)).formula, access::Effect::Allow, catalog);
    made.row.words.insert(made.row.words.end(), lowered.missing.begin(), lowered.missing.end());
    for (access::Statement& statement : lowered.statements) {
      statement.sid = sids.make(rule.name);
      made.document.statements.push_back(std::move(statement));
    }
  }
  if (!made.row.words.empty()) made.row.coverage = Coverage::Narrower;
  if (made.document.statements.empty()) made.row.coverage = Coverage::NotExpressible;
  made.json = access::write_policy_minified(made.document);
  made.pretty = access::write_policy_pretty(made.document);
  made.size = counted_size(spec.kind, made.json);
  made.session_quota = quota_value("aws.session_policy.size", catalog);
  return made;
}

}  // namespace berm::documents
