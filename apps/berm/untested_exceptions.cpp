#include "apps/berm/untested_exceptions.h"

#include <algorithm>

#include "reference/legs.h"

namespace berm::app {
namespace {

using Kind = ir::Expectation::Kind;

// Whether the expectation is about the rule, for any team.
bool is_about(const ir::Expectation& expectation, const std::string& rule) {
  auto same = [&](const std::string& name) { return name.substr(0, name.find('[')) == rule; };
  return expectation.rules.empty() || std::ranges::any_of(expectation.rules, same);
}

bool expects_nothing(const ir::Expectation& expectation) {
  return expectation.kind == Kind::Clean || expectation.kind == Kind::Satisfied || expectation.kind == Kind::NotDenied;
}

template <typename Wanted>
bool has_expectation(const ir::Test& test, Wanted wanted) {
  return std::ranges::any_of(test.steps,
                             [&](const ir::TestStep& step) { return std::ranges::any_of(step.expectations, wanted); });
}

class Trial {
 public:
  Trial(driver::Project& project, bool standard_library) : project_(project), standard_library_(standard_library) {}

  // Whether the tests about the rule pass without the exception. They don't where the rest would be a mistake.
  bool pass_without(const driver::ExceptionSite& site) {
    std::optional<ir::Module> module = driver::without(project_, site);
    if (!module) return false;
    auto selected = [&](const ir::Test& test) {
      auto about = [&](const ir::Expectation& expectation) { return is_about(expectation, site.rule); };
      return test.standard_library == standard_library_ && has_expectation(test, about);
    };
    auto legs = [&](const access::Request& call) { return reference::legs(call, *project_.catalog); };
    auto carries = reference::carries_by(*project_.catalog);
    auto outcomes = reference::run_tests(*module, project_.sources, carries, selected, legs);
    return std::ranges::all_of(outcomes, [](const auto& outcome) { return outcome.failures.empty(); });
  }

 private:
  driver::Project& project_;
  bool standard_library_;
};

}  // namespace

std::vector<UntestedException> untested_exceptions(driver::Project& project, bool standard_library,
                                                   const std::vector<reference::TestOutcome>& outcomes) {
  std::vector<UntestedException> out;
  Trial trial(project, standard_library);
  for (const driver::ExceptionSite& site : driver::exceptions(project, standard_library)) {
    auto wanted = [&](const ir::Expectation& each) { return expects_nothing(each) && is_about(each, site.rule); };
    auto test = std::ranges::find_if(outcomes, [&](const auto& each) { return has_expectation(*each.test, wanted); });
    if (test == outcomes.end()) continue;
    if (trial.pass_without(site)) out.push_back({site.rule, site.span, test->test->title});
  }
  return out;
}

}  // namespace berm::app
