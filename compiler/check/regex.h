// Regular expressions, checked when they are compiled.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace berm::check {

// Why the pattern is no regular expression that RE2 takes, in words; none where it is one.
std::optional<std::string> regex_mistake(std::string_view pattern);

}  // namespace berm::check
