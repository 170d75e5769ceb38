#include "runtime/cloudtrail/files.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

namespace berm::cloudtrail {
namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
 protected:
  Files() {
    std::string name = (fs::temp_directory_path() / "cloudtrail-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~Files() override { fs::remove_all(folder_); }

  std::string plain(const std::string& name, const std::string& text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return (folder_ / name).string();
  }
  std::string compressed(const std::string& name, const std::string& text) {
    std::string path = plain(name, "");
    gzFile file = gzopen(path.c_str(), "wb");
    EXPECT_EQ(gzwrite(file, text.data(), static_cast<unsigned>(text.size())), static_cast<int>(text.size()));
    gzclose(file);
    return path;
  }
  size_t events(const std::string& path) {
    size_t count = 0;
    complete_ = read_events(
        path, [&](const Event&) { ++count; }, diagnostics_);
    return count;
  }
  std::string message() const { return diagnostics_.empty() ? "" : diagnostics_.items().back().message; }

  fs::path folder_;
  Diagnostics diagnostics_;
  bool complete_ = false;
};

std::string many(size_t count) {
  std::string text = R"({"Records":[)";
  for (size_t i = 0; i < count; ++i) {
    text += (i ? "," : "") + std::string(R"({"eventSource":"s3.amazonaws.com","eventName":"ListBuckets","n":)") +
            std::to_string(i * 7919) + "}";
  }
  return text + "]}";
}

TEST_F(Files, PlainAndCompressedAreReadAlike) {
  EXPECT_EQ(events(plain("a.json", many(3))), 3u);
  EXPECT_TRUE(complete_);
  EXPECT_EQ(events(compressed("a.json.gz", many(3000))), 3000u);
  EXPECT_TRUE(complete_);
  EXPECT_TRUE(diagnostics_.empty());
}

TEST_F(Files, TruncatedGzipIsSaid) {
  std::string path = compressed("a.json.gz", many(30000));
  fs::resize_file(path, fs::file_size(path) / 2);
  EXPECT_GT(events(path), 0u);
  EXPECT_FALSE(complete_);
  EXPECT_TRUE(message().starts_with("the gzip data end too early, after ")) << message();
}

TEST_F(Files, DamagedGzipIsSaid) {
  std::string path = compressed("a.json.gz", many(30000));
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(fs::file_size(path) / 2));
  file << "damage damage damage";
  file.close();
  events(path);
  EXPECT_FALSE(complete_);
}

TEST_F(Files, OtherJsonIsSaid) {
  EXPECT_EQ(events(plain("a.json", R"([{"a":1}])")), 0u);
  EXPECT_EQ(message(), "a record has no `eventSource` and `eventName`: it is no CloudTrail event, after 0 records");
  events(plain("b.json", "not json"));
  EXPECT_EQ(message(), "it is not JSON, after 0 records");
}

TEST_F(Files, FoldersAreWalkedInOrder) {
  plain("l/b/2.json", many(1));
  plain("l/a/1.json.gz", many(1));
  plain("l/CloudTrail-Digest/3.json", "{}");
  plain("l/readme.txt", "x");
  auto files = files_of({(folder_ / "l").string()}, diagnostics_);
  ASSERT_EQ(files.size(), 2u);
  EXPECT_TRUE(files[0].ends_with("l/a/1.json.gz"));
  EXPECT_TRUE(diagnostics_.empty());
  EXPECT_TRUE(files_of({(folder_ / "none").string()}, diagnostics_).empty());
  EXPECT_EQ(message(), "there is no such file or folder");
}

}  // namespace
}  // namespace berm::cloudtrail
