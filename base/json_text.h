// Texts as JSON writes them.
#pragma once

#include <string>
#include <string_view>

namespace berm {

// With the quotes. Only what has to be escaped is.
std::string json_quoted(std::string_view text);

}  // namespace berm
