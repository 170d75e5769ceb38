#include "runtime/stream/source.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
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

// It may never end.
TEST(Source, WhatCannotBecomeAPlanIsNotReadOn) {
  Diagnostics diagnostics;
  auto source = open_source("/dev/zero", diagnostics);
  ASSERT_TRUE(source);
  EXPECT_LT(source->size(), 1'000'000u);
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

// Counts what is read.
class Counted : public Source {
 public:
  explicit Counted(std::string text) : text_(std::move(text)) {}
  uint64_t size() const override { return text_.size(); }
  size_t read(uint64_t offset, char* to, size_t count) const override {
    size_t there = offset < text_.size() ? std::min(count, text_.size() - static_cast<size_t>(offset)) : 0;
    std::copy_n(text_.data() + offset, there, to);
    ++reads;
    bytes += there;
    return there;
  }
  mutable size_t reads = 0, bytes = 0;

 private:
  std::string text_;
};

TEST(Forward, ReadsWhatIsExpectedAtOnce) {
  std::string text = long_text();
  Counted source(text);
  Forward forward(source);
  std::vector<Range> near = {{100, 3'000}, {3'500, 6'000}, {6'001, 9'000}},
                     far = {{400'000, 401'000}, {700'000, 703'000}};
  std::vector<Range> all = near;
  all.insert(all.end(), far.begin(), far.end());
  forward.expect(all);
  for (const Range& each : all)
    EXPECT_EQ(forward.text(each.begin, each.end), text.substr(each.begin, each.end - each.begin));
  EXPECT_EQ(source.reads, 3u);
  EXPECT_EQ(source.bytes, 8'900u + 1'000 + 3'000);
}

// In whatever order, expected or not: always the text that was asked for.
TEST(Forward, AnyOrder) {
  std::string text = long_text();
  Counted source(text);
  Forward forward(source);
  forward.expect({{10, 20}, {5'000, 90'000}, {91'000, 91'010}});
  for (Range each :
       {Range{5'000, 90'000}, {10, 20}, {91'000, 91'010}, {0, 1}, {999'000, 999'999}, {500, 2'000}, {2'000, 2'001}})
    EXPECT_EQ(forward.text(each.begin, each.end), text.substr(each.begin, each.end - each.begin));
  // Behind the end there is less.
  EXPECT_EQ(forward.text(text.size() - 5, text.size() + 5), text.substr(text.size() - 5));
}

}  // namespace
}  // namespace berm::stream
