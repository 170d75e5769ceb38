#include "runtime/mock/json.h"

#include "base/json_text.h"

namespace berm::mock {

void Json::line() {
  out_ += '\n';
  out_.append(depth_ * 2, ' ');
}

void Json::begin() {
  if (behind_key_) {
    behind_key_ = false;
    return;
  }
  if (!first_) out_ += ',';
  if (depth_ > 0) line();
  first_ = false;
}

void Json::open(char bracket) {
  begin();
  out_ += bracket;
  ++depth_;
  first_ = true;
}

void Json::close(char bracket) {
  --depth_;
  if (!first_) line();
  out_ += bracket;
  first_ = false;
}

void Json::raw(std::string_view text) {
  begin();
  out_ += text;
}

void Json::text(std::string_view text) {
  begin();
  out_ += json_quoted(text);
}

void Json::key(std::string_view name) {
  begin();
  out_ += json_quoted(name);
  out_ += ": ";
  behind_key_ = true;
}

}  // namespace berm::mock
