#include "runtime/cloudtrail/splitter.h"

#include <algorithm>
#include <array>

namespace berm::cloudtrail {
namespace {

constexpr size_t kMaxRecordBytes = 1 << 20;  // CloudTrail's own events are at most 256 KB
constexpr size_t kDeepest = 512;

// What ends a run of bytes inside a record that need no look of their own: in a text its quotes and escapes, outside of
// texts whatever opens or closes something.
constexpr std::array<bool, 256> kEndsText = [] {
  std::array<bool, 256> ends{};
  ends['"'] = ends['\\'] = true;
  return ends;
}();
constexpr std::array<bool, 256> kEndsRun = [] {
  std::array<bool, 256> ends{};
  for (unsigned char c : {'"', '{', '}', '[', ']'}) ends[c] = true;
  return ends;
}();

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

bool Splitter::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    const size_t passed = pass(bytes);
    if (passed == 0 && !take(bytes.front())) return false;
    bytes.remove_prefix(std::max<size_t>(passed, 1));
  }
  return true;
}

// Takes many bytes of a record at once; 0: the next one needs a look of its own.
size_t Splitter::pass(std::string_view bytes) {
  const bool names_matter = brackets_.size() == 1;  // of the outermost object
  if (!keeps_ || brackets_.empty() || escaped_ || names_matter) return 0;
  const std::array<bool, 256>& ends = in_string_ ? kEndsText : kEndsRun;
  size_t size = 0;
  while (size < bytes.size() && !ends[static_cast<unsigned char>(bytes[size])]) ++size;
  if (kept_.size() + size > kMaxRecordBytes) return 0;
  kept_.append(bytes.data(), size);
  return size;
}

bool Splitter::finish() {
  if (!error_.empty()) return false;
  return (brackets_.empty() && !in_string_) || fail("it ends in the middle of a record");
}

bool Splitter::fail(std::string error) {
  if (error_.empty()) error_ = std::move(error);
  return false;
}

bool Splitter::keep(char c) {
  if (!keeps_) return true;
  if (kept_.size() >= kMaxRecordBytes) return fail("a record is longer than 1 MiB");
  kept_ += c;
  return true;
}

bool Splitter::take(char c) {
  if (in_string_) {
    if (keeps_ && brackets_.size() == 1) name_ += c;
    if (!escaped_ && c == '"') end_of_string();
    escaped_ = !escaped_ && c == '\\';
    return keep(c);
  }
  if (c == '{' || c == '[') return open(c);
  if (c == '}' || c == ']') return close(c);
  if (brackets_.empty()) return is_space(c) || c == ',' || fail("it is not JSON");
  if (c == '"') {
    in_string_ = true;
    name_.clear();
  }
  return keep(c);
}

void Splitter::end_of_string() {
  in_string_ = false;
  if (!name_.empty()) name_.pop_back();
}

bool Splitter::open(char c) {
  bool outermost = brackets_.empty();
  bool record = c == '{' && (outermost || brackets_.size() == list_);
  if (record) {
    kept_.clear();
    keeps_ = true;
  }
  bool records = list_ == 0 && c == '[' && (outermost || (brackets_ == "{" && name_ == "Records"));
  brackets_ += c;
  if (brackets_.size() > kDeepest) return fail("it is nested too deep");
  if (!records) return keep(c);
  list_ = brackets_.size();
  keeps_ = false;
  return true;
}

bool Splitter::close(char c) {
  if (brackets_.empty() || brackets_.back() != (c == '}' ? '{' : '[')) return fail("it is not JSON");
  if (!keep(c)) return false;
  if (brackets_.size() == list_) list_ = 0;
  brackets_.pop_back();
  bool record = keeps_ && c == '}' && brackets_.size() == list_;
  if (!record) return true;
  keeps_ = false;
  record_(kept_);
  return true;
}

}  // namespace berm::cloudtrail
