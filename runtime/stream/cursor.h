// A way through the JSON of a plan, in windows. It skips what it is not asked for.
//
// It sees what any reader sees: where containers end, invalid UTF-8, strings and names that are none. What stands
// within skipped values it does not see. What it finds broken is left to runtime/plan to describe.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "runtime/stream/brackets.h"
#include "runtime/stream/source.h"
#include "runtime/stream/window.h"

namespace berm::stream {

// Takes a batch, gives back a window to go on with.
using OnBatch = std::function<Window(Batch)>;

class Cursor {
 public:
  Cursor(const Source& source, size_t window_bytes, uint64_t begin = 0);

  // The offset of the next byte.
  uint64_t offset() const { return window_.offset + at_; }
  // Behind white space; '\0' at the end.
  char peek();
  // The next byte, behind white space, where it is this one.
  bool take(char c);
  // A name and its colon. False: there is none, or it has an escape.
  bool key(std::string& name);
  // A scalar or a whole container.
  bool skip() { return pass(nullptr); }
  // The same; its text goes behind `out`.
  bool copy(std::string& out) { return pass(&out); }
  // A list's elements, each an object, in batches; at its `[`. `depth`: of the list.
  bool batches(uint32_t list, uint32_t depth, const OnBatch& on_batch);
  // The same where each batch is done with once it was shown.
  bool show_batches(uint32_t depth, const std::function<void(Batch&)>& on_batch);

 private:
  bool fill();
  bool more();
  bool validate(bool all);
  bool pass(std::string* out);
  bool pass_scalar(std::string* out);
  bool pass_container(std::string* out);
  bool find_end(Nesting& nesting);
  bool walk_list(Batch batch, uint32_t depth, const std::function<void(Batch&)>& pass_on);
  void hand_over(Batch& batch, const OnBatch& on_batch);
  bool keep_from(size_t from);

  const Source& source_;
  FindClose find_close_ = find_close();
  size_t window_bytes_;
  Window window_;
  size_t at_ = 0;
  size_t validated_ = 0;  // bytes of the window that are valid UTF-8
  bool broken_ = false;
};

}  // namespace berm::stream
