#include <re2/re2.h>

#include "runtime/eval/prepared.h"

namespace berm::eval {
namespace {

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

struct Regex::Compiled {
  RE2 regex;
};

Regex::Regex(std::string_view pattern) : pattern_(pattern) {}
Regex::~Regex() = default;

bool Regex::matches(std::string_view text) const {
  std::call_once(once_, [&] { compiled_.reset(new Compiled{RE2(piece(pattern_), RE2::Quiet)}); });
  return compiled_->regex.ok() && RE2::PartialMatch(piece(text), compiled_->regex);
}

}  // namespace berm::eval
