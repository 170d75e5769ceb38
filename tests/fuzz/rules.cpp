#include "tests/fuzz/rules.h"

#include <memory>

#include "tests/fuzz/fuzz.h"

namespace berm::fuzz {
namespace {

std::unique_ptr<driver::Project> load() {
  Diagnostics diagnostics;
  auto project = driver::load_project(BERM_FUZZ_DIR "/rules", {}, diagnostics);
  require(!diagnostics.has_errors(), render(diagnostics, project->sources, {}));
  return project;
}

}  // namespace

const driver::Project& rules() {
  static const std::unique_ptr<driver::Project> project = load();
  return *project;
}

}  // namespace berm::fuzz
