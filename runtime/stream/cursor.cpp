#include "runtime/stream/cursor.h"

#include <algorithm>
#include <cstring>

#include "runtime/plan/json_scan.h"
#include "runtime/stream/utf8.h"

namespace berm::stream {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
bool ends_scalar(char c) { return c == ',' || c == '}' || c == ']' || is_space(c); }

}  // namespace

Cursor::Cursor(const Source& source, size_t window_bytes, uint64_t begin)
    : source_(source), window_bytes_(window_bytes), window_(window_bytes) {
  window_.offset = begin;
}

// More bytes behind those of the window; false: there are none, or they are not UTF-8.
bool Cursor::fill() {
  if (broken_) return false;
  size_t got = source_.read(window_.offset + window_.size, window_.end(), window_.capacity - window_.size);
  window_.size += got;
  bool last = window_.offset + window_.size >= source_.size();
  broken_ = !validate(last || got == 0);
  // Nothing is made of what is not UTF-8, whatever the caller asks for next.
  if (broken_) window_.size = validated_;
  if (broken_) at_ = std::min(at_, window_.size);
  return got > 0 && !broken_;
}

bool Cursor::validate(bool all) {
  size_t valid = valid_utf8(window_.begin() + validated_, window_.size - validated_, all);
  if (valid == kNotUtf8) return false;
  validated_ += valid;
  return true;
}

// The same where nothing of the window is needed any more.
bool Cursor::more() {
  window_.offset += window_.size;
  // What of a character has been read.
  size_t cut = window_.size - validated_;
  window_.offset -= cut;
  std::memmove(window_.begin(), window_.end() - cut, cut);
  at_ = window_.size = cut;
  validated_ = 0;
  return fill();
}

char Cursor::peek() {
  while (true) {
    while (at_ < window_.size && is_space(window_.begin()[at_])) ++at_;
    if (at_ < window_.size) return window_.begin()[at_];
    if (!more()) return '\0';
  }
}

bool Cursor::take(char c) {
  if (peek() != c) return false;
  ++at_;
  return true;
}

bool Cursor::key(std::string& name) {
  name.clear();
  if (!take('"')) return false;
  while (at_ < window_.size || more()) {
    char c = window_.begin()[at_++];
    if (c == '"') return take(':');
    if (c == '\\' || static_cast<unsigned char>(c) < 0x20) return false;
    name += c;
  }
  return false;
}

bool Cursor::pass(std::string* out) {
  switch (peek()) {
    case '{':
    case '[': return pass_container(out);
    case '\0': return false;
    default: return pass_scalar(out);
  }
}

// What is no container is short, or no plan's.
bool Cursor::pass_scalar(std::string* out) {
  constexpr size_t kMost = 1 << 20;
  std::string text;
  bool quoted = window_.begin()[at_] == '"', escaped = false;
  while (at_ < window_.size || more()) {
    char c = window_.begin()[at_];
    if (!quoted && ends_scalar(c)) break;
    text += c;
    ++at_;
    if (quoted && c == '"' && !escaped && text.size() > 1) break;
    escaped = c == '\\' && !escaped;
    if (text.size() > kMost) return false;
  }
  if (out) *out += text;
  return plan::is_scalar(text);
}

bool Cursor::pass_container(std::string* out) {
  size_t from = at_;
  char opened = window_.begin()[at_++];
  Nesting nesting{.limit = plan::kMaxNesting - 1};
  while (true) {
    bool found = find_end(nesting);
    if (out) out->append(window_.begin() + from, at_ - from);
    if (found) break;
    if (nesting.too_deep || nesting.bad_string || !more()) return false;
    from = at_;
  }
  return window_.begin()[at_ - 1] == opened + 2;
}

// Both kinds of bracket lie two apart.
bool Cursor::find_end(Nesting& nesting) {
  const char* begin = window_.begin();
  at_ = static_cast<size_t>(find_close_(begin + at_, window_.end(), nesting) - begin);
  return nesting.depth == 0 && !nesting.bad_string && !nesting.too_deep;
}

// Makes the window begin with what stands at `from`, and reads on.
bool Cursor::keep_from(size_t from) {
  size_t kept = window_.size - from;
  if (from == 0 && window_.size == window_.capacity) {
    Window larger(window_.capacity * 2);
    std::memcpy(larger.begin(), window_.begin(), kept);
    larger.offset = window_.offset;
    larger.size = kept;
    window_ = std::move(larger);
    return fill();
  }
  std::memmove(window_.begin(), window_.begin() + from, kept);
  window_.offset += from;
  window_.size = kept;
  validated_ -= from;
  at_ = 0;
  return fill();
}

// The elements go; what of the next is there stays.
void Cursor::hand_over(Batch& batch, const OnBatch& on_batch) {
  Window full = std::move(window_);
  batch.window = Window();
  size_t kept = full.size - at_;
  std::string rest(full.begin() + at_, kept);
  uint64_t offset = full.offset + at_;
  size_t validated = validated_ - at_;
  batch.window = std::move(full);
  window_ = on_batch(std::move(batch));
  if (window_.capacity < std::max(window_bytes_, kept) || window_.capacity > 4 * std::max(window_bytes_, kept)) {
    window_ = Window(std::max(window_bytes_, kept));
  }
  std::memcpy(window_.begin(), rest.data(), kept);
  window_.offset = offset;
  window_.size = kept;
  validated_ = validated;
  at_ = 0;
  batch = Batch{.list = batch.list};
}

bool Cursor::batches(uint32_t list, uint32_t depth, const OnBatch& on_batch) {
  return walk_list({.list = list}, depth, [&](Batch& batch) { hand_over(batch, on_batch); });
}

bool Cursor::show_batches(uint32_t depth, const std::function<void(Batch&)>& on_batch) {
  return walk_list({}, depth, [&](Batch& batch) {
    batch.window = std::move(window_);
    on_batch(batch);
    window_ = std::move(batch.window);
    batch.elements.clear();
  });
}

bool Cursor::walk_list(Batch batch, uint32_t depth, const std::function<void(Batch&)>& pass_on) {
  if (!take('[')) return false;
  bool after_comma = false, first = true;
  auto go_on = [&] {
    if (!batch.elements.empty()) pass_on(batch);
    return keep_from(at_);
  };
  while (true) {
    while (at_ < window_.size && is_space(window_.begin()[at_])) ++at_;
    if (at_ == window_.size) {
      if (!go_on()) return false;
      continue;
    }
    char c = window_.begin()[at_];
    if (c == ']' && !after_comma) break;
    if (c == ',' && !first && !after_comma) {
      after_comma = true;
      ++at_;
      continue;
    }
    if (c != '{' || (!first && !after_comma)) return false;
    size_t begin = at_++;
    Nesting nesting{.limit = plan::kMaxNesting - depth};
    if (!find_end(nesting)) {
      at_ = begin;
      if (nesting.too_deep || nesting.bad_string || !go_on()) return false;
      continue;
    }
    if (window_.begin()[at_ - 1] != '}') return false;
    batch.elements.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(at_ - begin)});
    first = after_comma = false;
  }
  ++at_;
  if (!batch.elements.empty()) pass_on(batch);
  return true;
}

}  // namespace berm::stream
