#include "runtime/stream/cursor.h"

#include <algorithm>
#include <utility>

#include "runtime/plan/json_scan.h"
#include "runtime/stream/utf8.h"

namespace berm::stream {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
bool ends_scalar(char c) { return c == ',' || c == '}' || c == ']' || is_space(c); }

}  // namespace

// Puts bytes that are still wanted before those that follow.
Window Cursor::join(const char* bytes, size_t count, Window next) {
  if (count == 0) return next;
  if (count <= next.room()) {
    next.prepend(bytes, count);
    return next;
  }
  // Twice as much each time, so that a large element is not copied for every window of it.
  Window larger(2 * (count + next.size));
  larger.offset = next.offset - count;
  larger.append(bytes, count);
  larger.append(next.begin(), next.size);
  feed_.give_back(std::move(next));
  return larger;
}

// Makes the window begin with what stands at `from`, with more bytes behind it. What it was goes into `old`; false:
// there are no more bytes, or they are not UTF-8.
bool Cursor::advance(size_t from, Window& old) {
  if (broken_) return false;
  Window next = feed_.next();
  bool any = next.size > 0;
  if (any && from == 0 && next.size <= window_.spare()) {
    window_.append(next.begin(), next.size);
    old = std::move(next);
    return validate(window_.offset + window_.size >= size_);
  }
  if (!any) next.offset = window_.offset + window_.size;
  old = std::exchange(window_, join(window_.begin() + from, window_.size - from, std::move(next)));
  validated_ -= from;
  at_ -= std::min(at_, from);
  return validate(!any || window_.offset + window_.size >= size_) && any;
}

// The same where nobody needs what it was.
bool Cursor::advance(size_t from) {
  Window old;
  bool any = advance(from, old);
  feed_.give_back(std::move(old));
  return any;
}

// Nothing is made of what is not UTF-8, whatever the caller asks for next.
bool Cursor::validate(bool all) {
  size_t valid = valid_utf8(window_.begin() + validated_, window_.size - validated_, all);
  broken_ = valid == kNotUtf8;
  if (!broken_) validated_ += valid;
  if (broken_) window_.size = validated_;
  at_ = std::min(at_, window_.size);
  return !broken_;
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

bool Cursor::skip() {
  switch (peek()) {
    case '{':
    case '[': return skip_container();
    case '\0': return false;
    default: return skip_scalar();
  }
}

// What is no container is short, or no plan's.
bool Cursor::skip_scalar() {
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
  return plan::is_scalar(text);
}

bool Cursor::skip_container() {
  char opened = window_.begin()[at_++];
  Nesting nesting{.limit = plan::kMaxNesting - 1};
  while (!find_end(nesting)) {
    if (nesting.too_deep || nesting.bad_string || !more()) return false;
  }
  return window_.begin()[at_ - 1] == opened + 2;
}

// Both kinds of bracket lie two apart.
bool Cursor::find_end(Nesting& nesting) {
  const char* begin = window_.begin();
  at_ = static_cast<size_t>(find_close_(begin + at_, window_.end(), nesting) - begin);
  return nesting.depth == 0 && !nesting.bad_string && !nesting.too_deep;
}

bool Cursor::batches(uint32_t list, uint32_t depth) {
  return walk_list(depth, [&](std::vector<Batch::Element>& elements, bool end) {
    if (elements.empty()) return end || advance(at_);
    // The elements go; what of the next is there stays.
    Batch batch{.window = {}, .elements = std::exchange(elements, {}), .list = list};
    bool any = advance(at_, batch.window);
    feed_.take(std::move(batch));
    return end ? !broken_ : any;
  });
}

bool Cursor::show_batches(uint32_t depth, const std::function<void(Batch&)>& on_batch) {
  return walk_list(depth, [&](std::vector<Batch::Element>& elements, bool end) {
    if (!elements.empty()) {
      Batch batch{.window = std::move(window_), .elements = std::exchange(elements, {})};
      on_batch(batch);
      window_ = std::move(batch.window);
    }
    return end || advance(at_);
  });
}

// `pass_on` gets elements of the window before it goes on, and those at the end of the list.
bool Cursor::walk_list(uint32_t depth, const std::function<bool(std::vector<Batch::Element>&, bool end)>& pass_on) {
  if (!take('[')) return false;
  std::vector<Batch::Element> elements;
  bool after_comma = false, first = true;
  while (true) {
    while (at_ < window_.size && is_space(window_.begin()[at_])) ++at_;
    if (at_ == window_.size) {
      if (!pass_on(elements, false)) return false;
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
      if (nesting.too_deep || nesting.bad_string || !pass_on(elements, false)) return false;
      continue;
    }
    if (window_.begin()[at_ - 1] != '}') return false;
    elements.push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(at_ - begin)});
    first = after_comma = false;
  }
  ++at_;
  return pass_on(elements, true);
}

}  // namespace berm::stream
