#include <utility>

#include "base/text.h"
#include "compiler/driver/driver.h"
#include "fmt/format.h"

namespace berm::driver {

void check_rule_pattern(const ir::Module& module, const std::string& pattern, std::string_view where,
                        std::optional<InputPosition> position, Diagnostics& diagnostics) {
  NearestName nearest(pattern);
  for (const ir::Rule& rule : module.rules) {
    if (ir::matches_rule(pattern, rule)) return;
    nearest.offer(rule.name);
  }
  auto best = nearest.best();
  Diagnostic& problem =
      diagnostics.add(DiagnosticKind::UnknownRulePattern, fmt::format("`{}` names no rule, {}", pattern, where));
  if (position) problem.at(std::move(*position));
  problem.help(best ? fmt::format("did you mean `{}`?", *best)
                    : "a pattern is a rule's full name, `package.*` or `package.**`");
}

}  // namespace berm::driver
