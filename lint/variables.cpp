// Policy variables, `${aws:username}`.
#include <fmt/format.h>

#include <algorithm>

#include "lint/linter.h"

namespace berm::lint {
namespace {

// `${*}`, `${?}` and `${$}` are escapes.
bool is_escape(std::string_view inside) { return inside == "*" || inside == "?" || inside == "$"; }

// Whether the text has a variable that is whole.
bool check_form(const Item& item, Context& context) {
  bool some = false;
  for (size_t at = item.text.find("${"); at != std::string::npos; at = item.text.find("${", at + 2)) {
    size_t end = item.text.find('}', at);
    if (end == std::string::npos) {
      context.add(DiagnosticKind::LintVariableBrace, item, fmt::format("a variable of `{}` does not end", item.text));
      return false;
    }
    std::string inside = item.text.substr(at + 2, end - at - 2);
    some = some || !is_escape(inside);
    std::string key = inside.substr(0, inside.find(','));
    if (inside.empty()) {
      context.add(DiagnosticKind::LintVariableEmpty, item,
                  fmt::format("`{}` has a variable without a name", item.text));
    } else if (key.find(' ') != std::string::npos && key.find('/') == std::string::npos) {
      context.add(DiagnosticKind::LintVariableSpace, item, fmt::format("`{}` has a space in a variable", item.text));
    }
  }
  return some;
}

void check_version(const Item& item, Context& context) {
  if (context.policy.version == "2012-10-17") return;
  context
      .add(DiagnosticKind::LintVariableVersion, item,
           fmt::format("`{}` stands for itself: only version 2012-10-17 has variables", item.text))
      .hint = "write \"Version\": \"2012-10-17\"";
}

void check_nowhere(const std::vector<Item>& items, std::string_view element, Context& context) {
  for (const Item& item : items) {
    if (item.text.find("${") == std::string::npos) continue;
    context.add(DiagnosticKind::LintVariableElement, item, fmt::format("`{}` takes no variables", element));
  }
}

}  // namespace

void check_variables(const Statement& statement, Context& context) {
  check_nowhere(statement.actions, "Action", context);
  for (const Item& resource : statement.resources) {
    if (check_form(resource, context)) check_version(resource, context);
  }
  for (const Test& test : statement.tests) {
    for (const Item& value : test.values) {
      if (!check_form(value, context) || !test.op) continue;
      if (access::takes_variables(test.op->comparison)) {
        check_version(value, context);
      } else {
        context.add(DiagnosticKind::LintVariableOperator, value,
                    fmt::format("`{}` takes no variables", test.op_item.text));
      }
    }
  }
}

}  // namespace berm::lint
