// Writes indented JSON, one member or element a line. Internal to this folder.
#pragma once

#include <string>
#include <string_view>

namespace berm::mock {

class Json {
 public:
  // An element of a list, or the value behind `key`.
  void open(char bracket);  // '{' or '['
  void close(char bracket);
  void raw(std::string_view text);  // a number, true, false, null
  void text(std::string_view text);
  void key(std::string_view name);

  void member(std::string_view name, std::string_view value) {
    key(name);
    text(value);
  }
  void flag(std::string_view name, bool value) {
    key(name);
    raw(value ? "true" : "false");
  }
  std::string take() { return std::move(out_) + "\n"; }

 private:
  void begin();
  void line();

  std::string out_;
  size_t depth_ = 0;
  bool first_ = true;  // of its container
  bool behind_key_ = false;
};

}  // namespace berm::mock
