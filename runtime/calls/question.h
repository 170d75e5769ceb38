// What somebody asks of a call, as a line of JSON says it:
//   {"principal": …, "action": …, "resource": …, "account": …, "resource_account": …, "context": {…}}
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace berm::calls {

// Views into the line, or into what reads it.
struct Question {
  std::string_view principal;  // an ARN; role/NAME, user/NAME or root with `account`; a service; "anonymous"
  std::string_view action;
  std::string_view resource = "*";
  std::string_view account, resource_account;
  struct Key {
    std::string_view name;
    uint32_t first = 0, count = 0;  // of `texts`
  };
  std::vector<Key> context;  // the last word on a key counts
  std::vector<std::string_view> texts;

  std::span<const std::string_view> values(const Key& key) const { return {texts.data() + key.first, key.count}; }
  void clear();
};

// Reads many, one at a time.
class QuestionReader {
 public:
  QuestionReader();
  ~QuestionReader();
  // `line` has `padding()` readable bytes behind it. What is wrong with it, in words; empty: the question is read, and
  // good until the next one.
  std::string read(std::string_view line, Question& question);
  static size_t padding();

 private:
  struct Parsers;
  std::unique_ptr<Parsers> parsers_;
};

}  // namespace berm::calls
