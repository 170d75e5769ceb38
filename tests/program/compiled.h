// A project, and the program that it compiles to.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "compiler/driver/driver.h"
#include "compiler/emit/emit.h"
#include "program/program.h"
#include "runtime/load/load.h"

namespace berm::program_tests {

struct Compiled {
  std::unique_ptr<driver::Project> project;
  std::string bytes;
  std::unique_ptr<const program::Program> program;
};

inline std::string emit(const driver::Project& project) {
  emit::Settings settings{.rules = project.manifest.check_rules};
  return emit::emit({project.module, project.sources, *project.catalog, settings, project.directory,
                     project.standard_library, "test"});
}

// Of a folder, or the standard library with its tests where there is none.
inline Compiled compile(const std::string& folder) {
  Diagnostics diagnostics;
  Compiled out;
  out.project = driver::load_project(folder, {.standard_library = folder.empty()}, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << render(diagnostics, out.project->sources, {});
  out.bytes = emit(*out.project);
  out.program = program::Program::from_bytes(out.bytes, "test.bermc", diagnostics);
  EXPECT_NE(out.program, nullptr) << render(diagnostics, out.project->sources, {});
  return out;
}

}  // namespace berm::program_tests
