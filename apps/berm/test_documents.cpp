#include "apps/berm/test_documents.h"

#include "compiler/check/check.h"
#include "reference/legs.h"
#include "verify/verify.h"

namespace berm::app {
namespace {

// The call as one of the manifest's organisation, which the documents are for.
access::Request at_home(access::Request call, const std::string& organisation) {
  auto found = call.context.find("aws:principalorgid");
  bool made_up =
      found != call.context.end() && found->second == std::vector<std::string>{std::string(check::kMadeUpOrganisation)};
  if (made_up && !organisation.empty()) found->second = {organisation};
  return call;
}

// Those that the step's expectations are about; one that names none is about all of them.
std::vector<std::string> rules_of(const ir::TestStep& step, const ir::Module& module) {
  std::vector<std::string> rules;
  for (const ir::Expectation& expected : step.expectations) {
    rules.insert(rules.end(), expected.rules.begin(), expected.rules.end());
    if (!expected.rules.empty()) continue;
    for (const ir::Rule& rule : module.rules) rules.push_back(rule.name);
  }
  return rules;
}

}  // namespace

void compare_with_documents(const driver::Project& project, const std::function<bool(const ir::Test&)>& selected,
                            Diagnostics& diagnostics) {
  Diagnostics building;
  auto specs = driver::document_specs(project, building);
  documents::Result result = documents::compile(project.module, specs, *project.catalog, building);
  if (building.has_errors() || result.documents.empty()) return;
  const verify::CallComparison comparison(result, project.module, *project.catalog);
  for (const ir::Test& test : project.module.tests) {
    if (!selected(test)) continue;
    for (const ir::TestStep& step : test.steps) {
      if (!step.call) continue;
      std::vector<std::string> rules = rules_of(step, project.module);
      access::Request call = at_home(*step.call, project.manifest.organisation.id);
      for (const access::Request& leg : reference::legs(call, *project.catalog)) {
        comparison.compare(leg, rules, diagnostics);
      }
    }
  }
}

}  // namespace berm::app
