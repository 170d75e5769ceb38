// Condition operators and keys.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "lint/linter.h"

namespace berm::lint {
namespace {

using access::Comparison;
using catalog::KeyType;

bool is_null_operator(std::string_view text, std::string_view prefix, std::string_view suffix) {
  return equals_ignore_case(text, fmt::format("{}Null{}", prefix, suffix));
}

void check_operator(const Test& test, Context& context) {
  if (test.op) return;
  const std::string& text = test.op_item.text;
  if (is_null_operator(text, "", "IfExists")) {
    context.refuse(DiagnosticKind::LintNullIfExists, test.op_item, "`Null` takes no `IfExists`");
    return;
  }
  if (is_null_operator(text, "ForAllValues:", "") || is_null_operator(text, "ForAnyValue:", "")) {
    context.add(DiagnosticKind::LintNullQualifier, test.op_item, "`Null` needs no qualifier");
    return;
  }
  Finding& finding = context.refuse(DiagnosticKind::LintOperator, test.op_item,
                                    fmt::format("there is no condition operator `{}`", text));
  if (auto near = access::nearest_operator(text)) finding.hint = fmt::format("did you mean `{}`?", *near);
}

// Keys of identity providers are named by the provider's host, or are SAML's own.
bool is_federated(std::string_view key) {
  std::string prefix = to_lower(key.substr(0, key.find(':')));
  return prefix.find('.') != std::string::npos || prefix == "saml" || key.find('/') < key.find(':');
}

bool lacks_tag(std::string_view key) {
  std::string name = to_lower(key);
  while (name.ends_with('/')) name.pop_back();
  return name == "aws:resourcetag" || name == "aws:requesttag" || name == "aws:principaltag";
}

void check_key(const Test& test, Context& context) {
  const std::string& key = test.key.text;
  if (key.find(':') == std::string::npos) {
    context.add(DiagnosticKind::LintKeyFormat, test.key, fmt::format("`{}` is no condition key", key)).hint =
        "a key is written aws:Name or service:Name";
    return;
  }
  if (lacks_tag(key)) {
    context.add(DiagnosticKind::LintMissingTagKey, test.key, fmt::format("`{}` names no tag", key)).hint =
        fmt::format("{}/team, for example", key);
    return;
  }
  if (is_federated(key) || context.catalog.condition_key(key)) return;
  bool global = to_lower(key).starts_with("aws:");
  Finding& finding = context.add(global ? DiagnosticKind::LintGlobalKey : DiagnosticKind::LintServiceKey, test.key,
                                 fmt::format("there is no condition key `{}`", key));
  if (auto near = context.catalog.nearest_condition_key(key)) finding.hint = fmt::format("did you mean `{}`?", *near);
}

void check_carried(const Test& test, const std::vector<catalog::Action>& actions, Context& context) {
  const std::string& key = test.key.text;
  auto known = context.catalog.condition_key(key);
  if (actions.empty() || !known || known->global || is_federated(key)) return;
  for (const catalog::Action& action : actions) {
    if (context.catalog.carries(action, key) != catalog::Carried::No) return;
  }
  context.add(DiagnosticKind::LintKeyNotCarried, test.key, fmt::format("no action of the statement carries `{}`", key));
}

// Whether the operator reads the key's values as what they are.
enum class Fit : uint8_t { Good, Usable, Wrong };

Fit fit(Comparison comparison, KeyType type) {
  bool text =
      comparison == Comparison::Text || comparison == Comparison::TextIgnoreCase || comparison == Comparison::Glob;
  switch (type) {
    case KeyType::String: return text ? Fit::Good : comparison == Comparison::Arn ? Fit::Usable : Fit::Wrong;
    case KeyType::Arn: return comparison == Comparison::Arn ? Fit::Good : text ? Fit::Usable : Fit::Wrong;
    case KeyType::Bool: return comparison == Comparison::Boolean ? Fit::Good : Fit::Wrong;
    case KeyType::Numeric:
      return comparison == Comparison::Number || comparison == Comparison::Date ? Fit::Good : Fit::Wrong;
    case KeyType::Date:
      return comparison == Comparison::Date || comparison == Comparison::Number ? Fit::Good : Fit::Wrong;
    case KeyType::Ip: return comparison == Comparison::Address ? Fit::Good : Fit::Wrong;
    case KeyType::Binary: return comparison == Comparison::Binary ? Fit::Good : Fit::Wrong;
  }
  return Fit::Good;
}

std::string_view wanted(KeyType type) {
  switch (type) {
    case KeyType::String: return "text: StringEquals, StringLike";
    case KeyType::Arn: return "an ARN: ArnLike";
    case KeyType::Bool: return "true or false: Bool";
    case KeyType::Numeric: return "a number: NumericLessThan";
    case KeyType::Date: return "a time: DateLessThan";
    case KeyType::Ip: return "an address: IpAddress";
    case KeyType::Binary: return "binary: BinaryEquals";
  }
  return {};
}

void check_type(const Test& test, const catalog::ConditionKey& key, Context& context) {
  if (test.op->comparison == Comparison::Presence) return;
  Fit how = fit(test.op->comparison, key.type);
  if (how == Fit::Good) return;
  DiagnosticKind check = how == Fit::Usable ? DiagnosticKind::LintTypeUsable : DiagnosticKind::LintTypeMismatch;
  context.add(check, test.op_item, fmt::format("`{}` is tested by `{}`", key.name, test.op_item.text)).hint =
      fmt::format("its values are {}", wanted(key.type));
}

void check_set(const Test& test, const Statement& statement, const catalog::ConditionKey& key, Context& context) {
  if (test.op->comparison == Comparison::Presence) return;
  if (key.multivalued && test.op->set == access::SetOperator::None) {
    context
        .add(DiagnosticKind::LintMissingQualifier, test.op_item,
             fmt::format("`{}` has several values: without a qualifier the test never holds", key.name))
        .hint = fmt::format("write `ForAnyValue:{0}` or `ForAllValues:{0}`", test.op_item.text);
  }
  if (!key.multivalued && test.op->set == access::SetOperator::ForAllValues && statement.allows()) {
    context
        .add(DiagnosticKind::LintForAllValues, test.op_item,
             fmt::format("`ForAllValues` holds where `{}` is missing", key.name))
        .hint = "a key with one value needs no qualifier";
  }
}

bool is(const Test& test, std::string_view value) {
  return test.values.size() == 1 && equals_ignore_case(test.values[0].text, value);
}

// Sessions of long-term keys carry no aws:MultiFactorAuthPresent at all.
void check_mfa(const Test& test, const Statement& statement, Context& context) {
  if (!equals_ignore_case(test.key.text, "aws:MultiFactorAuthPresent") || !test.op) return;
  if (test.op->comparison != Comparison::Boolean) return;
  bool denied = statement.denies() && is(test, "false") && !test.op->if_exists;
  bool allowed = statement.allows() && (is(test, "false") || test.op->if_exists);
  if (!denied && !allowed) return;
  context
      .add(DiagnosticKind::LintMfaTrap, test.op_item,
           denied ? "access keys without a second factor carry no such key, and are not denied"
                  : "this allows who has no second factor")
      .hint = denied ? "write `BoolIfExists`" : "write `Bool`, true";
}

void check_repeats(const Statement& statement, Context& context) {
  std::map<std::string, const Test*> seen;
  for (const Test& test : statement.tests) {
    std::string name = test.op_item.path + " " + to_lower(test.key.text);
    auto [at, fresh] = seen.emplace(name, &test);
    if (fresh) continue;
    context.refuse(DiagnosticKind::LintDuplicateKey, test.key,
                   fmt::format("`{}` and `{}` are the same key", at->second->key.text, test.key.text));
  }
}

}  // namespace

void check_conditions(const Statement& statement, Context& context) {
  std::vector<catalog::Action> actions;
  if (!statement.tests.empty()) actions = named_actions(statement, context.catalog);
  check_repeats(statement, context);
  for (const Test& test : statement.tests) {
    check_operator(test, context);
    check_key(test, context);
    check_carried(test, actions, context);
    if (!test.op) continue;
    check_values(test, context);
    check_mfa(test, statement, context);
    if (auto key = context.catalog.condition_key(test.key.text)) {
      check_type(test, *key, context);
      check_set(test, statement, *key, context);
    }
  }
}

}  // namespace berm::lint
