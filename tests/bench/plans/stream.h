// JSON, written as it comes: one line, or pretty as `jq` prints it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/plans/said.h"
#include "tests/bench/plans/text.h"

namespace berm::bench {

class Stream {
 public:
  Stream(bool pretty, std::function<void(std::string_view)> sink) : pretty_(pretty), sink_(std::move(sink)) {}

  // In an object, `name` is the member's; in an array it is empty.
  void open_object(std::string_view name = {}) { open(name, '{'); }
  void open_array(std::string_view name = {}) { open(name, '['); }
  void close();
  void add(std::string_view name, const Json& value);
  // What `text` makes for this depth, filled for an instance.
  void add(const Text& text, const Instance& instance);
  Text text(const Json& value) const;
  // A member of an object whose name has holes too.
  Text member_text(std::string_view name, const Json& value) const;

  void finish();
  uint64_t bytes() const { return flushed_ + buffer_.size(); }

 private:
  struct Open {
    char bracket;
    bool empty = true;
  };
  void open(std::string_view name, char bracket);
  void next(std::string_view name);
  void new_line(size_t depth);
  std::string dump(const Json& value) const;
  void flush();

  bool pretty_;
  std::function<void(std::string_view)> sink_;
  std::string buffer_;
  uint64_t flushed_ = 0;
  std::vector<Open> open_;
};

}  // namespace berm::bench
