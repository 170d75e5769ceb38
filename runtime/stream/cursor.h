// A way through the JSON of a plan, in windows. It skips what it is not asked for.
//
// It sees what any reader sees: where containers end, invalid UTF-8, strings and names that are none. What stands
// within skipped values it does not see. What it finds broken is left to runtime/plan to describe.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/stream/brackets.h"
#include "runtime/stream/window.h"

namespace berm::stream {

class Cursor {
 public:
  // `size`: of the plan, in bytes.
  Cursor(Feed& feed, uint64_t size) : feed_(feed), size_(size) {}

  // The offset of the next byte.
  uint64_t offset() const { return window_.offset + at_; }
  // Behind white space; '\0' at the end.
  char peek();
  // The next byte, behind white space, where it is this one.
  bool take(char c);
  // A name and its colon. False: there is none, or it has an escape.
  bool key(std::string& name);
  // A scalar or a whole container.
  bool skip();
  bool covers(uint64_t address) { return feed_.covers(address); }
  // A list's elements, each an object, in batches to the feed; at its `[`. `depth`: of the list.
  bool batches(uint32_t list, uint32_t depth);
  // The same where each batch is done with once it was shown.
  bool show_batches(uint32_t depth, const std::function<void(Batch&)>& on_batch);

 private:
  bool advance(size_t from, Window& old);
  bool advance(size_t from);
  Window join(const char* bytes, size_t count, Window next);
  bool more() { return advance(validated_); }
  bool validate(bool all);
  bool skip_scalar();
  bool skip_container();
  bool find_end(Nesting& nesting);
  bool walk_list(uint32_t depth, const std::function<bool(std::vector<Batch::Element>&, bool end)>& pass_on);

  Feed& feed_;
  uint64_t size_;
  FindClose find_close_ = find_close();
  Window window_ = Window(0);
  size_t at_ = 0;
  size_t validated_ = 0;  // bytes of the window that are valid UTF-8
  bool broken_ = false;
};

}  // namespace berm::stream
