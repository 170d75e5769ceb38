// Actions: their form, and whether AWS has them.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "lint/linter.h"

namespace berm::lint {
namespace {

bool is_vendor(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
    return c < 0x80 && (std::isalnum(c) || c == '-' || c == '.');
  });
}

bool exists(const std::string& pattern, const catalog::Catalog& catalog) {
  if (!has_wildcard(pattern)) return catalog.action(pattern).has_value();
  bool found = false;
  catalog.for_each_action(pattern, [&](const catalog::Action&) { found = true; });
  return found;
}

// The form that IAM refuses to store otherwise. False: there is nothing more to look at.
bool check_form(const Item& action, Context& context) {
  size_t colons = static_cast<size_t>(std::ranges::count(action.text, ':'));
  if (colons == 0) {
    context.refuse(DiagnosticKind::LintAction, action, fmt::format("`{}` names no service", action.text)).hint =
        "an action is written service:Name";
    return false;
  }
  if (colons > 1) {
    context.refuse(DiagnosticKind::LintAction, action, fmt::format("`{}` has more than one colon", action.text));
    return false;
  }
  std::string_view vendor = std::string_view(action.text).substr(0, action.text.find(':'));
  if (is_vendor(vendor)) return true;
  context.refuse(DiagnosticKind::LintActionService, action, fmt::format("`{}` is no name of a service", vendor));
  return false;
}

void check_name(const Item& action, Context& context) {
  std::string service = action.text.substr(0, action.text.find(':'));
  if (!context.catalog.has_service(service)) {
    Finding& finding =
        context.add(DiagnosticKind::LintActionService, action, fmt::format("there is no service `{}`", service));
    if (auto near = context.catalog.nearest_service(service)) finding.hint = fmt::format("did you mean `{}`?", *near);
    return;
  }
  if (exists(action.text, context.catalog)) return;
  std::string words = has_wildcard(action.text) ? "no action matches `{}`" : "there is no action `{}`";
  Finding& finding = context.add(DiagnosticKind::LintAction, action, fmt::format(fmt::runtime(words), action.text));
  auto near = context.catalog.nearest_action(action.text);
  if (near && !has_wildcard(action.text)) finding.hint = fmt::format("did you mean `{}`?", *near);
}

}  // namespace

void check_actions(const Statement& statement, Context& context) {
  for (const Item& action : statement.actions) {
    if (action.text == "*") continue;
    if (check_form(action, context)) check_name(action, context);
  }
}

std::vector<catalog::Action> named_actions(const Statement& statement, const catalog::Catalog& catalog) {
  std::vector<catalog::Action> out;
  if (statement.not_action) return out;
  for (const Item& action : statement.actions) {
    if (action.text == "*") return {};
    if (action.text.find(':') == std::string::npos) continue;
    catalog.for_each_action(action.text, [&](const catalog::Action& each) { out.push_back(each); });
  }
  return out;
}

}  // namespace berm::lint
