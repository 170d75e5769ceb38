// berm-check judges as berm does, and holds nothing of the parser, of LLVM, or of YAML.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/process.h"

namespace {

namespace fs = std::filesystem;
using berm::testing_support::Ran;
using berm::testing_support::Scratch;

const fs::path kExample = fs::path(BERM_SOURCE_DIR) / "examples/acme";

std::string output_of(const std::string& program, const std::string& arguments) {
  Ran ran = berm::testing_support::run(program, arguments, BERM_SOURCE_DIR);
  EXPECT_EQ(ran.exit_code, 0) << program << " " << arguments << "\n" << ran.err;
  return ran.out;
}

std::vector<std::string> lines_with(const std::string& text, const std::string& part) {
  std::vector<std::string> found;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line.find(part) != std::string::npos) found.push_back(line);
  }
  return found;
}

std::string symbols_of(const std::string& program) { return output_of("nm", "-C " + program); }

// libre2.so.9, …
std::vector<std::string> libraries_of(const std::string& program) {
  std::vector<std::string> names = lines_with(output_of("readelf", "-d " + program), "(NEEDED)");
  for (std::string& name : names) name = name.substr(name.find('[') + 1, name.find(']') - name.find('[') - 1);
  return names;
}

TEST(Lean, NoParserNoLlvmNoYaml) {
  const std::string lean = symbols_of(BERM_CHECK_PROGRAM), whole = symbols_of(BERM_PROGRAM);
  for (const char* part : {"antlr4::", "llvm::", "YAML::", "berm::parse::", "berm::ast::", "berm::check::",
                           "berm::documents::", "berm::emit::", "berm::manifest::", "berm::driver::"}) {
    EXPECT_TRUE(lines_with(lean, part).empty()) << lines_with(lean, part).front();
    EXPECT_FALSE(lines_with(whole, part).empty()) << "berm has no " << part << ": the test sees nothing";
  }
  EXPECT_FALSE(lines_with(lean, "berm::program::").empty());
}

TEST(Lean, FewLibraries) {
  const std::vector<std::string> known = {"libre2.so",          "libsimdjson.so",      "libfmt.so", "libz.so",
                                          "libstdc++.so",       "libgcc_s.so",         "libc.so",   "libm.so",
                                          "ld-linux-x86-64.so", BERM_SANITIZER_LIBRARY};
  const std::vector<std::string> libraries = libraries_of(BERM_CHECK_PROGRAM);
  EXPECT_FALSE(libraries.empty());
  for (const std::string& library : libraries) {
    EXPECT_TRUE(std::ranges::any_of(known, [&](const std::string& name) { return library.starts_with(name); }))
        << library;
  }
}

TEST(Lean, JudgesAsBermDoes) {
  Scratch scratch;
  output_of(BERM_PROGRAM, "build " + kExample.string() + " -o " + scratch.path().string());
  const std::string program = "check --program " + (scratch.path() / "guardrails.bermc").string() + " --plan ";
  size_t plans = 0;
  for (const auto& entry : fs::directory_iterator(kExample / "plans")) {
    if (entry.path().extension() != ".json") continue;
    for (const char* format : {"text", "json", "github"}) {
      const std::string options = entry.path().string() + " --format " + format + " --all --verbose";
      Ran whole = berm::testing_support::run(BERM_PROGRAM, program + options, scratch.path());
      Ran lean = berm::testing_support::run(BERM_CHECK_PROGRAM, program + options, scratch.path());
      EXPECT_EQ(whole.exit_code, lean.exit_code);
      EXPECT_EQ(whole.out, lean.out);
      EXPECT_EQ(whole.err, lean.err);
      Ran compiled =
          berm::testing_support::run(BERM_PROGRAM, "check " + kExample.string() + " --plan " + options, scratch.path());
      EXPECT_EQ(compiled.exit_code, lean.exit_code);
    }
    ++plans;
  }
  EXPECT_GT(plans, 1u);
}

TEST(Lean, SaysThatItReadsNoWaivers) {
  Ran ran = berm::testing_support::run(BERM_CHECK_PROGRAM, "check --program x.bermc --plan p.json --waivers w.yaml",
                                       BERM_SOURCE_DIR);
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_NE(ran.err.find("reads no waivers"), std::string::npos);
}

class Refusals : public testing::Test {
 protected:
  Refusals() { output_of(BERM_PROGRAM, "build " + kExample.string() + " -o " + scratch_.path().string()); }
  // In the folder of the example, by the program that was built.
  Ran check(const std::string& options, const std::string& before = "", const std::string& program = "") const {
    const std::string built = (scratch_.path() / "guardrails.bermc").string();
    return berm::testing_support::run("sh",
                                      "-c \"" + before + BERM_CHECK_PROGRAM " check --program " +
                                          (program.empty() ? built : program) + " " + options + "\"",
                                      kExample);
  }
  std::string file(const char* name) const { return (scratch_.path() / name).string(); }

  Scratch scratch_;
};

TEST_F(Refusals, WithoutMemoryItSaysSo) {
  if (std::string(BERM_SANITIZER_LIBRARY) == "libresolv.so") GTEST_SKIP() << "a sanitizer needs more memory";
  berm::testing_support::write_text(file("plan.json"), "{" + std::string(80'000'000, ' '));
  const Ran ran = check("--plan " + file("plan.json"), "ulimit -v 60000; ");
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_NE(ran.err.find("not enough memory"), std::string::npos) << ran.err;
  EXPECT_EQ(ran.err.find("std::"), std::string::npos) << ran.err;
}

// A script's variable that is not set must not choose other rules, or write nothing.
TEST_F(Refusals, AnEmptyNameIsNotTakenForNone) {
  const Ran folder = berm::testing_support::run(BERM_PROGRAM, "check --program '' --plan plans/clean.json", kExample);
  EXPECT_EQ(folder.exit_code, 3);
  EXPECT_EQ(folder.out, "");
  for (const char* option : {"--write-baseline ''", "--baseline ''", "--explain ''"}) {
    EXPECT_EQ(check("--plan plans/clean.json " + std::string(option)).exit_code, 3) << option;
  }
}

TEST_F(Refusals, AnExplanationIsNoReport) {
  const std::string explain = "--plan plans/clean.json --explain acme.baseline.log_1 ";
  EXPECT_EQ(check(explain).exit_code, 0);
  EXPECT_EQ(check(explain + "--format github").exit_code, 3);
  EXPECT_EQ(check(explain + "--write-baseline " + file("b.json")).exit_code, 3);
  EXPECT_FALSE(fs::exists(file("b.json")));
}

// Otherwise the file that is written would be taken for standard output or error, and hold their text, too.
TEST_F(Refusals, WhatIsClosedIsNotWrittenTo) {
  const std::string write = "--plan plans/breaks-rules.json --write-baseline ";
  EXPECT_EQ(check(write + file("a.json")).exit_code, 0);
  EXPECT_EQ(check(write + file("b.json") + " <&- >&- 2>&-").exit_code, 3);
  EXPECT_EQ(berm::testing_support::read_text(file("a.json")), berm::testing_support::read_text(file("b.json")));
}

}  // namespace
