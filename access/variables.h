// Policy variables: `${aws:username}`.
#pragma once

#include <string>
#include <string_view>

namespace berm::access {

// The text with a `*` in place of each policy variable, as which any text may come.
std::string without_variables(std::string_view text);

}  // namespace berm::access
