#include "runtime/stream/source.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <thread>

namespace berm::stream {
namespace {

std::string long_text() {
  std::string text;
  for (int i = 0; text.size() < 1'000'000; ++i) text += std::to_string(i) + ',';
  return text;
}

TEST(Source, AFileCanBeReadAnywhere) {
  std::string path = testing::TempDir() + "berm_stream_source.txt", text = long_text();
  std::ofstream(path) << text;
  Diagnostics diagnostics;
  auto source = open_source(path, diagnostics);
  ASSERT_TRUE(source);
  EXPECT_EQ(source->size(), text.size());
  EXPECT_EQ(source->text(), text);
  EXPECT_EQ(source->text(5, 500'000), text.substr(5, 499'995));
  char byte = 0;
  EXPECT_EQ(source->read(text.size(), &byte, 1), 0u);
  std::remove(path.c_str());
}

// What a shell hands on as /dev/fd/N.
TEST(Source, APipeCanBeReadTwice) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  std::string text = long_text();
  std::thread writer([&] {
    for (size_t at = 0; at < text.size();) {
      ssize_t put = write(ends[1], text.data() + at, text.size() - at);
      if (put <= 0) break;
      at += static_cast<size_t>(put);
    }
    close(ends[1]);
  });
  Diagnostics diagnostics;
  auto source = open_source("/dev/fd/" + std::to_string(ends[0]), diagnostics);
  writer.join();
  close(ends[0]);
  ASSERT_TRUE(source);
  EXPECT_EQ(source->size(), text.size());
  EXPECT_EQ(source->text(), text);
  EXPECT_EQ(source->text(7, 9), text.substr(7, 2));
}

// Where there is no place for a temporary file, memory holds it.
TEST(Source, APipeWithoutATemporaryFolder) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_EQ(write(ends[1], "[1]", 3), 3);
  close(ends[1]);
  ASSERT_EQ(setenv("TMPDIR", "/nowhere", 1), 0);
  Diagnostics diagnostics;
  auto source = open_source("/dev/fd/" + std::to_string(ends[0]), diagnostics);
  unsetenv("TMPDIR");
  close(ends[0]);
  ASSERT_TRUE(source);
  EXPECT_EQ(source->text(), "[1]");
}

TEST(Source, WhatCantBeReadIsReported) {
  for (const char* path : {"/nowhere/plan.json", "/"}) {
    Diagnostics diagnostics;
    EXPECT_FALSE(open_source(path, diagnostics));
    ASSERT_EQ(diagnostics.items().size(), 1u) << path;
    EXPECT_EQ(diagnostics.items()[0].kind, DiagnosticKind::FileNotReadable);
  }
}

// The system makes them up as they are read, and says that they hold nothing.
TEST(Source, AFileWithoutASizeIsRead) {
  Diagnostics diagnostics;
  auto source = open_source("/proc/self/status", diagnostics);
  ASSERT_TRUE(source);
  EXPECT_NE(source->text().find("Name:"), std::string::npos);
}

// What comes behind the part that was read is no plan of its own.
TEST(Source, WhatIsTooLongIsRefusedWhole) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const std::string text = long_text();
  std::thread writer([&] {
    std::signal(SIGPIPE, SIG_IGN);
    for (size_t at = 0; at < text.size();) {
      ssize_t put = write(ends[1], text.data() + at, text.size() - at);
      if (put <= 0) break;
      at += static_cast<size_t>(put);
    }
    close(ends[1]);
  });
  Diagnostics diagnostics;
  const std::string path = "/dev/fd/" + std::to_string(ends[0]);
  EXPECT_FALSE(open_source(path, diagnostics, 950'000));
  EXPECT_TRUE(diagnostics.has_errors());
  close(ends[0]);
  writer.join();
}

}  // namespace
}  // namespace berm::stream
