// RE2, the only regular expressions there are: linear time.
#pragma once

#include <string_view>

namespace berm::reference {

// Whether some part of the text matches. A pattern that RE2 refuses matches nothing; `check` has reported it.
bool regex_matches(std::string_view pattern, std::string_view text);

}  // namespace berm::reference
