// Where a plan is read from: a file, a text, or standard input and pipes, which are written to a nameless temporary
// file first, so that everything can be read again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "runtime/plan/plan.h"

namespace berm::stream {

// Good for any number of threads.
class Source {
 public:
  virtual ~Source() = default;
  virtual uint64_t size() const = 0;
  // As many bytes as there are from `offset` on, `count` at most; nothing where reading fails.
  virtual size_t read(uint64_t offset, char* to, size_t count) const = 0;

  // All of it; shorter where it can't be read.
  std::string text() const;
  std::string text(uint64_t begin, uint64_t end) const;
};

// Bytes of a source.
struct Range {
  uint64_t begin = 0, end = 0;
  bool empty() const { return begin == end; }
};

// Texts of a source in ascending order: those that lie near each other are read at once.
class Forward {
 public:
  explicit Forward(const Source& source) : source_(source) {}
  // What will be asked for next, in this order: no more is read than lies between these.
  void expect(std::vector<Range> texts);
  // Good until the next; kBehind bytes behind it are readable.
  static constexpr size_t kBehind = 64;
  std::string_view text(uint64_t begin, uint64_t end);

 private:
  uint64_t worth_reading(uint64_t begin, uint64_t end);

  const Source& source_;
  std::string buffer_;
  uint64_t begin_ = 0, end_ = 0;
  std::vector<Range> expected_;
  size_t next_ = 0;
};

// `path` "-" is standard input. Reports FileNotReadable and returns nothing.
std::unique_ptr<const Source> open_source(const std::string& path, Diagnostics& diagnostics,
                                          uint64_t most = plan::kMaxPlanBytes);
// The text is the caller's.
std::unique_ptr<const Source> source_of(std::string_view text);

}  // namespace berm::stream
