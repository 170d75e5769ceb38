#include "reference/regex.h"

#include <re2/re2.h>

namespace berm::reference {

bool regex_matches(std::string_view pattern, std::string_view text) {
  RE2 regex(re2::StringPiece(pattern.data(), pattern.size()), RE2::Quiet);
  return regex.ok() && RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), regex);
}

}  // namespace berm::reference
