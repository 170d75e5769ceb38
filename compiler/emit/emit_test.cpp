#include "compiler/emit/emit.h"

#include <gtest/gtest.h>

#include "program/program.h"

namespace berm::emit {
namespace {

std::string emit_nothing() {
  ir::Module module;
  SourceSet sources;
  return emit({module, sources, catalog::Catalog::builtin(), {}, "", {}, "0.1.0"});
}

TEST(Emit, AnEmptyProgramOpens) {
  Diagnostics diagnostics;
  auto program = program::Program::from_bytes(emit_nothing(), "x.bermc", diagnostics);
  ASSERT_NE(program, nullptr);
  EXPECT_TRUE(diagnostics.empty());
}

TEST(Emit, TheSameInputGivesTheSameBytes) { EXPECT_EQ(emit_nothing(), emit_nothing()); }

}  // namespace
}  // namespace berm::emit
