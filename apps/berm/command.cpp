#include "apps/berm/command.h"

namespace berm::app {

std::unique_ptr<driver::Project> load(const Common& common, const driver::LoadOptions& options) {
  Diagnostics diagnostics;
  auto project = driver::load_project(common.directory, options, diagnostics);
  print_diagnostics(diagnostics, project->sources, common.color);
  return diagnostics.has_errors() ? nullptr : std::move(project);
}

}  // namespace berm::app
