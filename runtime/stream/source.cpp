#include "runtime/stream/source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <system_error>
#include <vector>

#include "base/files.h"
#include "fmt/format.h"
#include "runtime/plan/plan.h"

namespace berm::stream {
namespace {

class Text : public Source {
 public:
  explicit Text(std::string text) : owned_(std::move(text)), text_(owned_) {}
  explicit Text(std::string_view text) : text_(text) {}
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;
  uint64_t size() const override { return text_.size(); }
  size_t read(uint64_t offset, char* to, size_t count) const override {
    if (offset >= text_.size()) return 0;
    std::string_view part = text_.substr(static_cast<size_t>(offset), count);
    std::memcpy(to, part.data(), part.size());
    return part.size();
  }

 private:
  std::string owned_;
  std::string_view text_;
};

class File : public Source {
 public:
  File(int fd, uint64_t size) : fd_(fd), size_(size) {}
  ~File() override {
    if (fd_ > 2) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  uint64_t size() const override { return size_; }
  size_t read(uint64_t offset, char* to, size_t count) const override {
    size_t filled = 0;
    while (filled < count) {
      ssize_t got = ::pread(fd_, to + filled, count - filled, static_cast<off_t>(offset + filled));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) break;
      filled += static_cast<size_t>(got);
    }
    return filled;
  }

 private:
  int fd_;
  uint64_t size_;
};

// What the system makes up has none.
std::optional<uint64_t> regular_size(int fd) {
  struct stat info {};
  if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size == 0) return std::nullopt;
  return static_cast<uint64_t>(info.st_size);
}

bool write_all(int fd, const char* bytes, size_t count) {
  while (count > 0) {
    ssize_t put = ::write(fd, bytes, count);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes += put;
    count -= static_cast<size_t>(put);
  }
  return true;
}

// Whether a JSON text, or what a hint tells of, can begin so.
bool can_begin(std::string_view text) {
  size_t first = text.find_first_not_of(" \t\n\r");
  constexpr std::string_view kFirst = "{[\"-0123456789tfn";
  return first == text.npos || kFirst.find(text[first]) != kFirst.npos ||
         static_cast<unsigned char>(text[first]) >= 0x80;
}

// What comes out of a pipe, to where it can be read again; where there is no room for it, to memory.
class Spill {
 public:
  Spill(int fd, uint64_t most) : from_(fd), most_(most) {
    const char* folder = std::getenv("TMPDIR");
    to_ = ::open(folder && *folder ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  }

  // Once some of it is read, the rest is not the plan.
  bool begun() const { return size_ > 0; }
  // What went wrong.
  std::string why() const {
    if (size_ > most_) return fmt::format("it has more than {} bytes", most_);
    return std::error_code(error_, std::generic_category()).message();
  }

  // Null: it can't be read.
  std::unique_ptr<const Source> run() {
    std::vector<char> buffer(size_t{1} << 18);
    while (true) {
      ssize_t got = ::read(from_, buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) error_ = errno;
      if (got < 0) return nullptr;
      if (got == 0) break;
      // What can't become a plan need not be read on, and may never end.
      const bool hopeless = size_ == 0 && !can_begin({buffer.data(), static_cast<size_t>(got)});
      if (!add(buffer.data(), static_cast<size_t>(got))) return nullptr;
      if (hopeless) break;
    }
    if (to_ < 0) return std::make_unique<Text>(std::move(text_));
    return std::make_unique<File>(to_, size_);
  }

 private:
  bool add(const char* bytes, size_t count) {
    size_ += count;
    if (size_ > most_) return false;
    if (to_ >= 0 && write_all(to_, bytes, count)) return true;
    if (to_ >= 0 && !move_to_memory(size_ - count)) return false;
    text_.append(bytes, count);
    return true;
  }
  bool move_to_memory(uint64_t written) {
    text_.resize(static_cast<size_t>(written));
    const bool whole = File(to_, written).read(0, text_.data(), text_.size()) == written;
    to_ = -1;
    error_ = EIO;
    return whole;
  }

  int from_, to_ = -1, error_ = 0;
  uint64_t most_;
  uint64_t size_ = 0;
  std::string text_;
};

}  // namespace

std::string Source::text(uint64_t begin, uint64_t end) const {
  std::string out(static_cast<size_t>(end - begin), '\0');
  out.resize(read(begin, out.data(), out.size()));
  return out;
}

std::string Source::text() const { return text(0, size()); }

void Forward::expect(std::vector<Range> texts) {
  expected_ = std::move(texts);
  next_ = 0;
}

// Up to where, if this has to be read.
uint64_t Forward::worth_reading(uint64_t begin, uint64_t end) {
  constexpr uint64_t kAlone = 1 << 10, kTogether = 1 << 15, kClose = 1 << 12, kMost = 1 << 16;
  while (next_ < expected_.size() && expected_[next_].begin < begin) ++next_;
  if (next_ == expected_.size() || expected_[next_].begin != begin) {
    bool close = begin >= begin_ && begin < end_ + kClose;
    return std::max(end, begin + (close ? kTogether : kAlone));
  }
  for (size_t i = next_ + 1; i < expected_.size(); ++i) {
    const Range& each = expected_[i];
    if (each.begin < begin || each.begin > end + kClose || each.end > begin + kMost) break;
    end = std::max(end, each.end);
  }
  return end;
}

std::string_view Forward::text(uint64_t begin, uint64_t end) {
  if (begin < begin_ || end > end_) {
    auto count = static_cast<size_t>(worth_reading(begin, end) - begin);
    if (buffer_.size() < count + kBehind) buffer_.resize(count + kBehind);
    begin_ = begin;
    end_ = begin + source_.read(begin, buffer_.data(), count);
  }
  std::string_view all(buffer_.data(), static_cast<size_t>(end_ - begin_));
  return all.substr(std::min(all.size(), static_cast<size_t>(begin - begin_)), static_cast<size_t>(end - begin));
}

std::unique_ptr<const Source> source_of(std::string_view text) { return std::make_unique<Text>(text); }

std::unique_ptr<const Source> open_source(const std::string& path, Diagnostics& diagnostics, uint64_t most) {
  int fd = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd >= 0) {
    // Only what stands at its beginning: a shell may have read some of it.
    bool at_begin = ::lseek(fd, 0, SEEK_CUR) == 0;
    auto size = regular_size(fd);
    if (size && at_begin) return std::make_unique<File>(fd, *size);
    Spill spill(fd, most);
    auto spilled = spill.run();
    if (fd > 2) ::close(fd);
    if (spilled) return spilled;
    if (spill.begun()) {
      diagnostics.add(DiagnosticKind::FileNotReadable, fmt::format("can't read `{}`: {}", path, spill.why()))
          .at(InputPosition{path});
      return nullptr;
    }
  }
  // It says why.
  auto text = read_file(path, most, diagnostics);
  if (!text) return nullptr;
  return std::make_unique<Text>(std::move(*text));
}

}  // namespace berm::stream
