#include "runtime/cloudtrail/files.h"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <vector>

#include "fmt/format.h"
#include "runtime/cloudtrail/splitter.h"

namespace berm::cloudtrail {
namespace {

namespace fs = std::filesystem;

constexpr size_t kChunkBytes = 1 << 16;

bool may_hold_events(const fs::path& path) {
  constexpr std::string_view kEndings[] = {".json", ".jsonl", ".ndjson", ".gz"};
  std::string name = path.filename().string();
  return path.string().find("CloudTrail-Digest") == std::string::npos &&
         std::any_of(std::begin(kEndings), std::end(kEndings),
                     [&](std::string_view end) { return name.ends_with(end); });
}

void report(const std::string& path, std::string message, Diagnostics& diagnostics) {
  diagnostics.add(DiagnosticKind::FileNotReadable, std::move(message)).at(InputPosition{path});
}

void add_below(const std::string& folder, std::vector<std::string>& files, Diagnostics& diagnostics) {
  std::vector<std::string> below;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (at->is_regular_file(ignored) && may_hold_events(at->path())) below.push_back(at->path().string());
  }
  if (error) report(folder, "the folder can't be read: " + error.message(), diagnostics);
  if (!error && below.empty()) report(folder, "no file below ends in .json, .jsonl, .ndjson or .gz", diagnostics);
  std::sort(below.begin(), below.end());
  files.insert(files.end(), below.begin(), below.end());
}

struct Closer {
  void operator()(gzFile_s* file) const { gzclose(file); }
};

// What zlib says of damage, in our words.
std::string damage(gzFile_s* file) {
  int code = Z_OK;
  gzerror(file, &code);
  if (code == Z_ERRNO) return std::strerror(errno);
  return code == Z_BUF_ERROR ? "the gzip data end too early" : "the gzip data are damaged";
}

class Reader {
 public:
  Reader(const std::string& path, const std::function<void(const Event&)>& visit)
      : path_(path), visit_(visit), splitter_([this](std::string_view record) { take(record); }) {}

  // Empty: all of it was read.
  std::string read() {
    std::unique_ptr<gzFile_s, Closer> file(gzopen(path_.c_str(), "rb"));
    if (!file) return std::strerror(errno);
    std::vector<char> chunk(kChunkBytes);
    for (;;) {
      int got = gzread(file.get(), chunk.data(), static_cast<unsigned>(chunk.size()));
      if (got < 0) return damage(file.get());
      if (!splitter_.feed({chunk.data(), static_cast<size_t>(got)})) return splitter_.error();
      if (!error_.empty()) return error_;
      if (got == 0) break;
    }
    int code = Z_OK;
    gzerror(file.get(), &code);
    if (code != Z_OK) return damage(file.get());
    return splitter_.finish() ? error_ : splitter_.error();
  }
  size_t records() const { return records_; }

 private:
  void take(std::string_view record) {
    if (!error_.empty()) return;
    auto event = read_event(record, error_);
    if (!event) return;
    ++records_;
    visit_(*event);
  }

  const std::string& path_;
  const std::function<void(const Event&)>& visit_;
  Splitter splitter_;
  std::string error_;
  size_t records_ = 0;
};

}  // namespace

std::vector<std::string> files_of(const std::vector<std::string>& paths, Diagnostics& diagnostics) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    auto status = fs::status(path, error);
    if (fs::is_directory(status)) {
      add_below(path, files, diagnostics);
    } else if (fs::exists(status)) {
      files.push_back(path);
    } else {
      report(path, "there is no such file or folder", diagnostics);
    }
  }
  return files;
}

bool read_events(const std::string& path, const std::function<void(const Event&)>& visit, Diagnostics& diagnostics) {
  Reader reader(path, visit);
  std::string error = reader.read();
  if (error.empty()) return true;
  report(path, fmt::format("{}, after {} record{}", error, reader.records(), reader.records() == 1 ? "" : "s"),
         diagnostics);
  return false;
}

}  // namespace berm::cloudtrail
