#include "base/files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace berm {
namespace {

namespace fs = std::filesystem;

class FilesTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "berm-files-XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
  }
  void TearDown() override { fs::remove_all(directory_); }

  std::string path(const std::string& name) const { return (directory_ / name).string(); }
  static std::string content(const std::string& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  size_t entries() const { return static_cast<size_t>(std::distance(fs::directory_iterator(directory_), {})); }

  fs::path directory_;
  Diagnostics diagnostics_;
};

TEST_F(FilesTest, WritesAllInNewDirectories) {
  EXPECT_TRUE(write_files({{path("a"), "1"}, {path("sub/deep/b"), "2"}}, diagnostics_));
  EXPECT_EQ(content(path("a")), "1");
  EXPECT_EQ(content(path("sub/deep/b")), "2");
}

TEST_F(FilesTest, WritesNoneWhereOneCannotBeWritten) {
  ASSERT_TRUE(write_files({{path("a"), "old"}}, diagnostics_));
  fs::create_directory(path("taken"));
  EXPECT_FALSE(write_files({{path("a"), "new"}, {path("taken"), "x"}}, diagnostics_));
  EXPECT_EQ(content(path("a")), "old");
  EXPECT_EQ(entries(), 2u);
  EXPECT_EQ(diagnostics_.items().at(0).kind, DiagnosticKind::FileNotWritten);
}

// The folder for `taken/inside` comes to stand where `taken` was to go, so that only its renaming fails.
TEST_F(FilesTest, AFailureHalfwayPutsTheOldFilesBack) {
  ASSERT_TRUE(write_files({{path("a"), "old"}}, diagnostics_));
  EXPECT_FALSE(write_files({{path("taken"), "x"}, {path("taken/inside"), "y"}, {path("a"), "new"}, {path("b"), "new"}},
                           diagnostics_));
  EXPECT_EQ(content(path("a")), "old");
  EXPECT_FALSE(fs::exists(path("b")));
  EXPECT_TRUE(fs::is_empty(path("taken")));
  EXPECT_EQ(entries(), 2u);
  EXPECT_EQ(diagnostics_.items().at(0).kind, DiagnosticKind::FileNotWritten);
}

// As on a full disk: not all of it can be written.
TEST_F(FilesTest, WhatDoesNotFitIsReported) {
  rlimit before{}, few{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  few = {2, before.rlim_max};
  auto handled = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &few), 0);
  bool written = write_files({{path("a"), "data"}}, diagnostics_);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handled);
  EXPECT_FALSE(written);
  EXPECT_NE(diagnostics_.items().at(0).message.find("File too large"), std::string::npos);
  EXPECT_EQ(entries(), 0u);
}

// Whoever may write to the folder could have laid one there.
TEST_F(FilesTest, NoLinkIsFollowedAtTheTemporaryName) {
  std::string pid = std::to_string(::getpid());
  ASSERT_TRUE(write_files({{path("other"), "other"}}, diagnostics_));
  fs::create_symlink(path("other"), path("a." + pid + "-0.tmp"));
  EXPECT_TRUE(write_files({{path("a"), "data"}}, diagnostics_));
  EXPECT_EQ(content(path("a")), "data");
  EXPECT_EQ(content(path("other")), "other");
  EXPECT_EQ(entries(), 3u);
}

TEST_F(FilesTest, LinksDevicesAndModesStay) {
  ASSERT_TRUE(write_files({{path("target"), "old"}}, diagnostics_));
  fs::permissions(path("target"), fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink(path("target"), path("link"));
  EXPECT_TRUE(write_files({{path("link"), "new"}, {"/dev/null", "x"}}, diagnostics_));
  EXPECT_TRUE(fs::is_symlink(path("link")));
  EXPECT_EQ(content(path("target")), "new");
  EXPECT_EQ(fs::status(path("target")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_EQ(entries(), 2u);
}

TEST_F(FilesTest, ReadingSaysWhyNot) {
  EXPECT_FALSE(read_file(path("none"), 10, diagnostics_));
  EXPECT_FALSE(read_file(directory_.string(), 10, diagnostics_));
  ASSERT_TRUE(write_files({{path("big"), "12345678901"}}, diagnostics_));
  EXPECT_FALSE(read_file(path("big"), 10, diagnostics_));
  EXPECT_EQ(diagnostics_.items().size(), 3u);
  EXPECT_EQ(read_file(path("big"), 11, diagnostics_), "12345678901");
}

}  // namespace
}  // namespace berm
