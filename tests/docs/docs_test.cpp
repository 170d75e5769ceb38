// Every code block of the documentation does what it says: `berm` blocks compile, `console` blocks print what stands
// there, `sh` blocks name scripts that exist, `yaml` blocks that begin with `name:` are manifests.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "base/text.h"
#include "tests/support/process.h"

namespace {

namespace fs = std::filesystem;
using namespace berm::testing_support;

const fs::path kRoot = BERM_SOURCE_DIR;

struct Block {
  std::string file, language, text;
  int line = 0;
};

std::vector<Block> blocks_of(const fs::path& path) {
  std::vector<Block> blocks;
  std::istringstream in(read_text(path));
  bool inside = false;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.starts_with("```")) {
      if (!inside) blocks.push_back({fs::relative(path, kRoot).string(), line.substr(3), "", number});
      inside = !inside;
    } else if (inside) {
      blocks.back().text += line + "\n";
    }
  }
  return blocks;
}

std::vector<Block> all_blocks(const std::string& language) {
  std::vector<fs::path> pages = {kRoot / "README.md", kRoot / "CONTRIBUTING.md", kRoot / "ARCHITECTURE.md"};
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "docs")) {
    if (entry.path().extension() == ".md") pages.push_back(entry.path());
  }
  for (const auto& example : fs::directory_iterator(kRoot / "examples")) {
    if (fs::exists(example.path() / "README.md")) pages.push_back(example.path() / "README.md");
  }
  std::sort(pages.begin(), pages.end());
  std::vector<Block> found;
  for (const fs::path& page : pages) {
    for (Block& block : blocks_of(page)) {
      if (block.language == language) found.push_back(std::move(block));
    }
  }
  return found;
}

std::string where(const Block& block) { return block.file + ":" + std::to_string(block.line); }

TEST(Docs, BermBlocksCompileAndTheirTestsPass) {
  auto blocks = all_blocks("berm");
  ASSERT_GE(blocks.size(), 8u);
  for (const Block& block : blocks) {
    Scratch scratch;
    bool whole = block.text.find("package ") != std::string::npos;
    write_text(scratch.path() / "example.berm", (whole ? "" : "package docs.example\n") + block.text);
    Ran built = run(BERM_PROGRAM, "build --dump=ir .", scratch.path());
    EXPECT_EQ(built.exit_code, 0) << where(block) << "\n" << built.err;
    if (block.text.find("\ntest \"") == std::string::npos) continue;
    Ran tested = run(BERM_PROGRAM, "test .", scratch.path());
    EXPECT_EQ(tested.exit_code, 0) << where(block) << "\n" << tested.out << tested.err;
  }
}

// Expected lines against seen ones; a line `…` stands for any number of lines.
bool lines_match(const std::vector<std::string_view>& expected, size_t e, const std::vector<std::string_view>& seen,
                 size_t s) {
  if (e == expected.size()) return s == seen.size();
  if (expected[e] == "…") {
    for (size_t skip = s; skip <= seen.size(); ++skip) {
      if (lines_match(expected, e + 1, seen, skip)) return true;
    }
    return false;
  }
  return s < seen.size() && expected[e] == seen[s] && lines_match(expected, e + 1, seen, s + 1);
}

std::string trimmed(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

// An example's own page is about that example, every other about acme.
fs::path example_of(const Block& block) {
  return kRoot / (block.file.starts_with("examples/") ? fs::path(block.file).parent_path() : fs::path("examples/acme"));
}

void expect_console(const Block& block, const std::string& command, const std::string& expected) {
  Scratch scratch;
  fs::copy(example_of(block), scratch.path(), fs::copy_options::recursive);
  fs::remove_all(scratch.path() / "build");
  Ran ran = run(BERM_PROGRAM, command.substr(std::string("berm ").size()), scratch.path());
  std::string wanted = trimmed(expected), seen = trimmed(ran.out + ran.err);
  EXPECT_TRUE(lines_match(berm::split(wanted, '\n'), 0, berm::split(seen, '\n'), 0))
      << where(block) << ": $ " << command << "\nprints\n"
      << seen;
}

TEST(Docs, ConsoleBlocksPrintWhatTheyShow) {
  auto blocks = all_blocks("console");
  ASSERT_GE(blocks.size(), 1u);
  for (const Block& block : blocks) {
    std::string command, expected;
    std::istringstream in(block.text);
    for (std::string line; std::getline(in, line);) {
      if (!line.starts_with("$ ")) {
        expected += line + "\n";
        continue;
      }
      if (!command.empty()) expect_console(block, command, expected);
      command = line.substr(2);
      expected.clear();
      ASSERT_TRUE(command.starts_with("berm ")) << where(block) << ": " << command;
    }
    expect_console(block, command, expected);
  }
}

TEST(Docs, ShellBlocksNameScriptsThatExist) {
  for (const Block& block : all_blocks("sh")) {
    std::istringstream in(block.text);
    for (std::string line; std::getline(in, line);) {
      std::string program = line.substr(0, line.find(' '));
      if (program.empty() || program == "#") continue;
      EXPECT_TRUE(fs::exists(kRoot / program)) << where(block) << ": " << line;
    }
  }
}

TEST(Docs, ManifestsAreRead) {
  for (const Block& block : all_blocks("yaml")) {
    if (!block.text.starts_with("name:")) continue;
    Scratch scratch;
    write_text(scratch.path() / "berm.yaml", block.text);
    Ran ran = run(BERM_PROGRAM, "build --dump=ir .", scratch.path());
    EXPECT_EQ(ran.err.find("[manifest-syntax]"), std::string::npos) << where(block) << "\n" << ran.err;
    EXPECT_EQ(ran.err.find("[manifest-unknown-key]"), std::string::npos) << where(block) << "\n" << ran.err;
    EXPECT_EQ(ran.err.find("[manifest-wrong"), std::string::npos) << where(block) << "\n" << ran.err;
  }
}

}  // namespace
