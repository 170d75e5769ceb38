#include "compiler/documents/bound_exceptions.h"

#include <algorithm>
#include <utility>

#include "access/arn.h"
#include "base/text.h"

namespace berm::documents {
namespace {

// Names with a colon are AWS's own: `role/aws:ec2-infrastructure`.
bool in_any_account(const std::string& arn) {
  if (arn.find(":role/aws:") != std::string::npos) return false;
  const std::string_view account = access::account_in(arn);
  return account.empty() || has_wildcard(account);
}

bool is_open(const ir::ExceptedPrincipal& who) {
  if (who.arns.empty()) return !who.tag_keys.empty() || who.mfa;
  return std::any_of(who.arns.begin(), who.arns.end(), in_any_account);
}

std::string plain_text(const Text& text) {
  std::string out;
  for (const Part& part : text) out += part.text;
  return out;
}

// The test lets through whom the exception names.
bool excepts(const Test& test, const ir::ExceptedPrincipal& who) {
  if (!test.negated) return false;
  if (!who.arns.empty()) {
    return test.key == "aws:principalarn" && std::any_of(test.values.begin(), test.values.end(), [&](const Text& text) {
             return std::find(who.arns.begin(), who.arns.end(), plain_text(text)) != who.arns.end();
           });
  }
  const bool tag = std::any_of(who.tag_keys.begin(), who.tag_keys.end(), [&](const std::string& key) {
    return equals_ignore_case(test.key, "aws:principaltag/" + key);
  });
  return tag || (who.mfa && test.key.starts_with("aws:multifactorauth"));
}

Formula stranger(const std::string& organisation) {
  Test test;
  test.key = "aws:principalorgid";
  test.negated = test.on_missing = true;
  test.values.push_back(literal(organisation));
  return leaf(std::move(test));
}

Formula bind_open(Formula formula, const std::vector<const ir::ExceptedPrincipal*>& open, const Formula& outside) {
  for (Formula& child : formula.children) child = bind_open(std::move(child), open, outside);
  if (formula.kind == Formula::Kind::And) return both(std::move(formula.children));
  if (formula.kind == Formula::Kind::Or) return either(std::move(formula.children));
  const bool excepting =
      formula.kind == Formula::Kind::Test &&
      std::any_of(open.begin(), open.end(), [&](const auto* who) { return excepts(formula.test, *who); });
  return excepting ? either({std::move(formula), outside}) : formula;
}

}  // namespace

std::vector<const ir::ExceptedPrincipal*> open_exceptions(const ir::Rule& rule) {
  std::vector<const ir::ExceptedPrincipal*> open;
  for (const ir::ExceptedPrincipal& who : rule.exceptions) {
    if (is_open(who)) open.push_back(&who);
  }
  return open;
}

Formula bind_exceptions(Formula formula, const ir::Rule& rule, const std::string& organisation) {
  const auto open = open_exceptions(rule);
  return open.empty() ? formula : bind_open(std::move(formula), open, stranger(organisation));
}

}  // namespace berm::documents
