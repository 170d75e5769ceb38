#include "runtime/cloudtrail/files.h"

#include <zlib.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "fmt/format.h"
#include "runtime/cloudtrail/splitter.h"

namespace berm::cloudtrail {
namespace {

namespace fs = std::filesystem;

constexpr size_t kChunkBytes = 1 << 19;
constexpr size_t kChunksAhead = 16;  // 8 MB

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

// Some bytes of a file, inflated.
struct Chunk {
  std::vector<char> bytes;
  size_t size = 0;
  size_t file = 0;    // its place among the paths
  bool last = false;  // of its file
  std::string error;  // of the last one: why there is no more
};

// Inflates files one after the other, a few chunks ahead of whoever takes them.
class Inflater {
 public:
  explicit Inflater(const std::vector<std::string>& paths) : paths_(paths), thread_([this] { run(); }) {}
  ~Inflater() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // Waits for the next one. What it holds is good until it is asked again.
  const Chunk& next() {
    std::unique_lock lock(mutex_);
    if (taken_) give_back();
    changed_.wait(lock, [this] { return !ready_.empty(); });
    taken_ = std::move(ready_.front());
    ready_.pop_front();
    // The other one is woken for several chunks at once: each change of threads takes its time.
    if (ready_.size() <= kChunksAhead / 2) changed_.notify_all();
    return *taken_;
  }
  // The rest of the file is not wanted.
  void skip(size_t file) { skipped_ = file + 1; }

 private:
  void give_back() {
    spare_.push_back(std::move(taken_->bytes));
    taken_.reset();
  }

  void run() {
    for (size_t file = 0; file < paths_.size(); ++file) {
      if (!inflate(file)) return;
    }
  }

  // False: nobody takes any more.
  bool inflate(size_t file) {
    std::unique_ptr<gzFile_s, Closer> opened(gzopen(paths_[file].c_str(), "rb"));
    if (!opened) return put({{}, 0, file, true, std::strerror(errno)});
    gzbuffer(opened.get(), 1 << 17);
    for (;;) {
      Chunk chunk{buffer(), 0, file, false, {}};
      const int got = gzread(opened.get(), chunk.bytes.data(), static_cast<unsigned>(chunk.bytes.size()));
      chunk.size = got > 0 ? static_cast<size_t>(got) : 0;
      chunk.last = got <= 0 || skipped_ > file;
      if (got < 0) chunk.error = damage(opened.get());
      int code = Z_OK;
      if (got == 0 && (gzerror(opened.get(), &code), code != Z_OK)) chunk.error = damage(opened.get());
      const bool last = chunk.last;
      if (!put(std::move(chunk))) return false;
      if (last) return true;
    }
  }

  std::vector<char> buffer() {
    const std::lock_guard lock(mutex_);
    if (spare_.empty()) return std::vector<char>(kChunkBytes);
    std::vector<char> bytes = std::move(spare_.back());
    spare_.pop_back();
    bytes.resize(kChunkBytes);
    return bytes;
  }

  bool put(Chunk chunk) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopped_ || ready_.size() < kChunksAhead; });
    if (stopped_) return false;
    ready_.push_back(std::move(chunk));
    changed_.notify_all();
    return true;
  }

  const std::vector<std::string>& paths_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Chunk> ready_;
  std::optional<Chunk> taken_;
  std::vector<std::vector<char>> spare_;
  std::atomic<size_t> skipped_ = 0;
  bool stopped_ = false;
  std::thread thread_;
};

// The events of one file.
class Reader {
 public:
  explicit Reader(const std::function<void(const Event&)>& visit)
      : visit_(visit), splitter_([this](std::string_view record) { take(record); }) {}

  // False: the rest of the file is not wanted.
  bool feed(const Chunk& chunk) {
    if (!problem_.empty()) return false;
    if (!splitter_.feed({chunk.bytes.data(), chunk.size})) problem_ = splitter_.error();
    if (!error_.empty()) problem_ = error_;
    return problem_.empty();
  }
  // Why not all of it was read; empty: it was.
  std::string finish(const Chunk& last) {
    if (!problem_.empty() || !last.error.empty()) return problem_.empty() ? last.error : problem_;
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

  const std::function<void(const Event&)>& visit_;
  Splitter splitter_;
  std::string error_, problem_;
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

bool read_events(const std::vector<std::string>& paths, const std::function<void(const Event&)>& visit,
                 Diagnostics& diagnostics) {
  if (paths.empty()) return true;
  Inflater inflater(paths);
  bool whole = true;
  for (size_t file = 0; file < paths.size(); ++file) {
    Reader reader(visit);
    const Chunk* chunk = nullptr;
    do {
      chunk = &inflater.next();
      if (!reader.feed(*chunk)) inflater.skip(file);
    } while (!chunk->last);
    const std::string error = reader.finish(*chunk);
    if (error.empty()) continue;
    whole = false;
    report(paths[file], fmt::format("{}, after {} record{}", error, reader.records(), reader.records() == 1 ? "" : "s"),
           diagnostics);
  }
  return whole;
}

bool read_events(const std::string& path, const std::function<void(const Event&)>& visit, Diagnostics& diagnostics) {
  return read_events(std::vector<std::string>{path}, visit, diagnostics);
}

}  // namespace berm::cloudtrail
