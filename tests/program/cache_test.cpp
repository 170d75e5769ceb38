// `berm check DIR` compiles a folder once.
#include <sys/stat.h>

#include <fstream>

#include "gtest/gtest.h"
#include "tests/support/process.h"

namespace {

namespace fs = std::filesystem;
using berm::testing_support::Ran;
using berm::testing_support::read_text;
using berm::testing_support::Scratch;
using berm::testing_support::write_text;

class Cache : public testing::Test {
 protected:
  Cache() {
    rules("require aws_vpc v: v.enable_dns_support == true");
    write_text(scratch_.path() / "plan.json", R"({"format_version": "1.2", "resource_changes": [
      {"address": "aws_vpc.a", "mode": "managed", "type": "aws_vpc", "name": "a", "change":
        {"actions": ["create"], "before": null, "after": {"enable_dns_support": false}, "after_unknown": {}}}]})");
  }

  void rules(const std::string& rule) {
    write_text(scratch_.path() / "policies/a.berm",
               "package a\n\n@severity(high) @owner(\"a\")\nrule one: " + rule + "\n");
  }

  Ran check(const std::string& options = "") {
    return berm::testing_support::run(
        "env",
        "XDG_CACHE_HOME=" + scratch_.path().string() + "/cache " + BERM_PROGRAM + " check --plan plan.json " + options,
        scratch_.path());
  }

  fs::path folder() const { return scratch_.path() / "cache/berm"; }
  std::vector<fs::path> kept() const {
    std::vector<fs::path> found;
    if (!fs::exists(folder())) return found;
    for (const auto& entry : fs::directory_iterator(folder())) found.push_back(entry.path());
    return found;
  }

  Scratch scratch_;
};

TEST_F(Cache, KeepsWhatWasCompiled) {
  const Ran first = check();
  EXPECT_EQ(first.exit_code, 1);
  ASSERT_EQ(kept().size(), 1u);
  const Ran again = check();
  EXPECT_EQ(first.out, again.out);
  EXPECT_EQ(first.err, again.err);
  EXPECT_EQ(kept().size(), 1u);
}

// Another program in its place is what is judged by.
TEST_F(Cache, IsUsed) {
  rules("require aws_vpc v: v.enable_dns_support == false");
  EXPECT_EQ(check().exit_code, 0);
  const std::string other = read_text(kept().at(0));
  fs::remove(kept().at(0));
  rules("require aws_vpc v: v.enable_dns_support == true");
  EXPECT_EQ(check().exit_code, 1);
  write_text(kept().at(0), other);
  EXPECT_EQ(check().exit_code, 0);
  EXPECT_EQ(check("--no-cache").exit_code, 1);
}

TEST_F(Cache, AnyChangeIsCompiled) {
  EXPECT_EQ(check().exit_code, 1);
  rules("require aws_vpc v: v.enable_dns_support == false");
  EXPECT_EQ(check().exit_code, 0);
  write_text(scratch_.path() / "berm.yaml", "name: a\ncheck:\n  require_match: true\n");
  EXPECT_EQ(check().exit_code, 0);
  EXPECT_EQ(kept().size(), 3u);
}

TEST_F(Cache, WhatIsDamagedIsCompiledAgain) {
  const Ran first = check();
  const std::string good = read_text(kept().at(0));
  write_text(kept().at(0), good.substr(0, good.size() / 2));
  const Ran again = check();
  EXPECT_EQ(first.out, again.out);
  EXPECT_EQ(again.err, "");
  EXPECT_EQ(read_text(kept().at(0)), good);
}

TEST_F(Cache, WarningsAreSaidEachTime) {
  write_text(scratch_.path() / "policies/b.berm",
             "package b\n\nimport std.aws.logging\n\nrule two: forbid s3:GetObject\n");
  const Ran first = check();
  EXPECT_NE(first.err, "");
  EXPECT_TRUE(kept().empty());
  EXPECT_EQ(check().err, first.err);
}

TEST_F(Cache, AFolderThatOthersWriteToIsNotTrusted) {
  fs::create_directories(folder());
  ::chmod(folder().c_str(), 0777);
  EXPECT_EQ(check().exit_code, 1);
  EXPECT_TRUE(kept().empty());
}

TEST_F(Cache, StaysSmall) {
  for (int i = 0; i < 100; ++i) write_text(folder() / (std::to_string(i) + ".bermc"), "old");
  ::chmod(folder().c_str(), 0700);
  check();
  EXPECT_EQ(kept().size(), 64u);
}

TEST_F(Cache, WithoutAFolderEverythingIsCompiled) {
  write_text(scratch_.path() / "cache", "a file");
  EXPECT_EQ(check().exit_code, 1);
}

// Put there while others could write to the folder.
TEST_F(Cache, AFileThatOthersWriteToIsNotTrusted) {
  rules("require aws_vpc v: v.enable_dns_support == false");
  EXPECT_EQ(check().exit_code, 0);
  const std::string other = read_text(kept().at(0));
  fs::remove(kept().at(0));
  rules("require aws_vpc v: v.enable_dns_support == true");
  EXPECT_EQ(check().exit_code, 1);
  write_text(kept().at(0), other);
  ::chmod(kept().at(0).c_str(), 0666);
  EXPECT_EQ(check().exit_code, 1);
}

TEST_F(Cache, NobodysHomeIsMade) {
  const std::string home = scratch_.path() / "nobody";
  const Ran ran = berm::testing_support::run(
      "env", "-u XDG_CACHE_HOME HOME=" + home + " " + BERM_PROGRAM + " check --plan plan.json", scratch_.path());
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_FALSE(fs::exists(home));
}

}  // namespace
