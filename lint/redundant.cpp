// What could be left out: actions, resources, values and statements that others cover.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/glob.h"
#include "base/text.h"
#include "lint/linter.h"

namespace berm::lint {
namespace {

// The first other item that covers items[at]; of equals, the earlier one stays.
const Item* covering(const std::vector<Item>& items, size_t at, bool fold_case) {
  auto text = [&](const Item& item) { return fold_case ? to_lower(item.text) : item.text; };
  std::string inner = text(items[at]);
  for (size_t i = 0; i < items.size(); ++i) {
    if (i == at) continue;
    std::string outer = text(items[i]);
    if (outer == inner ? i < at : glob_covers(outer, inner)) return &items[i];
  }
  return nullptr;
}

void check_list(const std::vector<Item>& items, bool fold_case, DiagnosticKind check, Context& context) {
  for (size_t i = 0; i < items.size(); ++i) {
    const Item* other = covering(items, i, fold_case);
    if (other == nullptr) continue;
    context.add(check, items[i], fmt::format("`{}` is covered by `{}`", items[i].text, other->text));
  }
}

// Values are patterns under some operators only.
void check_values_of(const Test& test, Context& context) {
  if (!test.op) return;
  bool globs = test.op->comparison == access::Comparison::Glob || test.op->comparison == access::Comparison::Arn;
  for (size_t i = 0; i < test.values.size(); ++i) {
    for (size_t j = 0; j < test.values.size(); ++j) {
      const std::string &outer = test.values[j].text, &inner = test.values[i].text;
      bool covered = outer == inner ? j < i : globs && glob_covers(outer, inner);
      if (!covered) continue;
      context.add(DiagnosticKind::LintRedundantValue, test.values[i],
                  fmt::format("`{}` is covered by `{}`", inner, outer));
      break;
    }
  }
}

}  // namespace

void check_redundant(Context& context) {
  std::map<std::string, const Statement*> seen;
  for (const Statement& statement : context.policy.statements) {
    auto [at, fresh] = seen.emplace(statement.item.text, &statement);
    if (!fresh) {
      context.add(DiagnosticKind::LintRedundantStatement, statement.item,
                  fmt::format("the statement says what `{}` says", at->second->item.path));
    }
    check_list(statement.actions, true, DiagnosticKind::LintRedundantAction, context);
    check_list(statement.resources, false, DiagnosticKind::LintRedundantResource, context);
    for (const Test& test : statement.tests) check_values_of(test, context);
  }
}

}  // namespace berm::lint
