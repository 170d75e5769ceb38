#include "tests/agreement/stream/trial.h"

#include <fmt/format.h>

#include "tests/agreement/plans/random_clause.h"
#include "tests/agreement/stream/random_text.h"
#include "tests/agreement/stream/streamed.h"

namespace berm::agreement {

TextTrial try_text(Choices& choices, size_t rules) {
  ir::Module module;
  SourceSet sources;
  std::string text = random_plan_text(choices);
  RandomClauses(choices, true).add(module, rules);
  Streamed streamed({module, sources, catalog::Catalog::builtin(), {}, {}, choices.below(4)});
  streamed.assume = !choices.one_in(4);
  streamed.judge_all = choices.one_in(2);
  TextTrial out;
  for (size_t way = 0; way < 2; ++way) {
    Streamed::Outcome outcome = streamed.compare("plan", text);
    if (outcome.problem.empty() && !outcome.plan) outcome.problem = "it is no plan";
    if (!outcome.problem.empty()) {
      out.problem = fmt::format("{}\n{}\n{}", outcome.problem, ir::dump(module), text);
      break;
    }
    out.findings = outcome.findings;
    out.violations = outcome.violations;
  }
  return out;
}

}  // namespace berm::agreement
