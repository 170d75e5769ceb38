#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "fmt/format.h"

namespace berm {
namespace {

namespace fs = std::filesystem;

std::string reason(int error) { return std::error_code(error, std::generic_category()).message(); }

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ > 2) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

std::nullopt_t unreadable(const std::string& path, std::string why, Diagnostics& diagnostics) {
  diagnostics.add(DiagnosticKind::FileNotReadable, fmt::format("can't read `{}`: {}", path, why))
      .at(InputPosition{path});
  return std::nullopt;
}

// Of a regular file; what the system makes up has none.
size_t size_of(int fd) {
  struct stat status;
  return ::fstat(fd, &status) == 0 && S_ISREG(status.st_mode) ? static_cast<size_t>(status.st_size) : 0;
}

// Reads to the end; more than `max_bytes` is EFBIG. Into one piece of memory, where the size is known: growing would
// touch every page of it several times. The byte beyond shows the end.
int read_all(int fd, uint64_t max_bytes, std::string& text) {
  constexpr size_t kChunk = 1 << 18;
  const size_t expected = std::min<uint64_t>(size_of(fd), max_bytes);
  if (expected > 0) text.reserve(expected + 1);
  while (true) {
    size_t filled = text.size();
    size_t chunk = filled <= expected && expected > 0 ? expected + 1 - filled : kChunk;
    text.resize(filled + chunk);
    ssize_t got = ::read(fd, text.data() + filled, chunk);
    text.resize(filled + (got > 0 ? static_cast<size_t>(got) : 0));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno;
    if (got == 0) return 0;
    if (text.size() > max_bytes) return EFBIG;
  }
}

int write_all(int fd, std::string_view content) {
  while (!content.empty()) {
    ssize_t put = ::write(fd, content.data(), content.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return errno;
    content.remove_prefix(static_cast<size_t>(put));
  }
  return ::fsync(fd) == 0 || errno == EINVAL ? 0 : errno;
}

// A new file, never one that is there: what stands at such a name may be a link that someone else laid. Below 0: errno.
int make_beside(const std::string& target, mode_t mode, std::string& name) {
  constexpr int kAttempts = 100;
  int fd = -1;
  for (int i = 0; i < kAttempts; ++i) {
    name = fmt::format("{}.{}-{}.tmp", target, ::getpid(), i);
    fd = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd >= 0 || errno != EEXIST) break;
  }
  return fd;
}

// An interrupt waits until the set is complete.
class HeldSignals {
 public:
  HeldSignals() {
    sigset_t held;
    sigemptyset(&held);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&held, signal);
    ::pthread_sigmask(SIG_BLOCK, &held, &before_);
  }
  ~HeldSignals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

 private:
  sigset_t before_;
};

// Files written beside their targets; whatever was not renamed is removed again. A pipe or a device is written to as it
// is.
class Staging {
 public:
  ~Staging() {
    for (const auto& [temporary, target] : staged_) ::unlink(temporary.c_str());
  }

  int stage(const OutputFile& file) {
    std::error_code error;
    fs::path target = file.path;
    fs::file_status there = fs::status(target, error);
    if (fs::is_directory(there)) return EISDIR;
    if (fs::exists(there) && !fs::is_regular_file(there)) {
      streams_.push_back(&file);
      return 0;
    }
    error.clear();
    if (fs::is_symlink(target)) target = fs::weakly_canonical(target, error);
    if (!target.parent_path().empty()) fs::create_directories(target.parent_path(), error);
    if (error) return error.value();
    mode_t mode = fs::exists(there) ? static_cast<mode_t>(there.permissions()) : 0644;
    std::string temporary;
    Descriptor fd(make_beside(target.string(), mode, temporary));
    if (fd.get() < 0) return errno;
    staged_.emplace_back(temporary, target.string());
    return write_all(fd.get(), file.content);
  }

  // `failed` is the file that could not be written.
  int commit(std::string& failed) {
    for (const OutputFile* file : streams_) {
      Descriptor fd(::open(file->path.c_str(), O_WRONLY | O_CLOEXEC));
      int error = fd.get() < 0 ? errno : write_all(fd.get(), file->content);
      failed = file->path;
      if (error != 0) return error;
    }
    return rename_all(failed);
  }

 private:
  // What stood at a renamed file's place; empty: nothing did.
  struct Renamed {
    std::string target, backup;
  };

  // All or none: what was renamed before one failed goes back.
  int rename_all(std::string& failed) {
    const HeldSignals held;
    std::vector<Renamed> done;
    int error = 0;
    while (!staged_.empty() && error == 0) {
      const auto& [temporary, target] = staged_.back();
      failed = target;
      done.push_back({target, set_aside(target)});
      error = ::rename(temporary.c_str(), target.c_str()) == 0 ? 0 : errno;
      if (error == 0) staged_.pop_back();
    }
    if (error != 0) put_back(done);
    for (const Renamed& one : done) {
      if (!one.backup.empty()) ::unlink(one.backup.c_str());
    }
    return error;
  }

  // A second name for the file at `target`, or where the file system has none, its only one.
  static std::string set_aside(const std::string& target) {
    std::string backup = fmt::format("{}.{}.old", target, ::getpid());
    ::unlink(backup.c_str());
    if (::link(target.c_str(), backup.c_str()) == 0) return backup;
    std::error_code error;
    const bool moved = fs::is_regular_file(target, error) && ::rename(target.c_str(), backup.c_str()) == 0;
    return moved ? backup : "";
  }

  static void put_back(const std::vector<Renamed>& done) {
    for (size_t i = done.size(); i-- > 0;) {
      const auto& [target, backup] = done[i];
      if (!backup.empty()) {
        ::rename(backup.c_str(), target.c_str());
      } else if (i + 1 < done.size()) {
        ::unlink(target.c_str());  // the last one was never put there
      }
    }
  }

  std::vector<std::pair<std::string, std::string>> staged_;
  std::vector<const OutputFile*> streams_;
};

bool unwritable(const std::string& path, int error, Diagnostics& diagnostics) {
  diagnostics.add(DiagnosticKind::FileNotWritten, fmt::format("can't write `{}`: {}", path, reason(error)))
      .at(InputPosition{path})
      .help("nothing was written");
  return false;
}

}  // namespace

std::optional<std::string> read_file(const std::string& path, uint64_t max_bytes, Diagnostics& diagnostics) {
  Descriptor fd(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) return unreadable(path, reason(errno), diagnostics);
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return unreadable(path, reason(errno), diagnostics);
  if (S_ISDIR(info.st_mode)) return unreadable(path, "it is a directory", diagnostics);
  std::string text;
  if (S_ISREG(info.st_mode)) {
    if (static_cast<uint64_t>(info.st_size) > max_bytes) {
      return unreadable(path, fmt::format("it has more than {} bytes", max_bytes), diagnostics);
    }
    text.reserve(static_cast<size_t>(info.st_size) + (1 << 18));
  }
  int error = read_all(fd.get(), max_bytes, text);
  if (error == EFBIG) return unreadable(path, fmt::format("it has more than {} bytes", max_bytes), diagnostics);
  if (error != 0) return unreadable(path, reason(error), diagnostics);
  return text;
}

bool write_files(const std::vector<OutputFile>& files, Diagnostics& diagnostics) {
  Staging staging;
  for (const OutputFile& file : files) {
    if (int error = staging.stage(file)) return unwritable(file.path, error, diagnostics);
  }
  std::string failed;
  if (int error = staging.commit(failed)) return unwritable(failed, error, diagnostics);
  return true;
}

}  // namespace berm
