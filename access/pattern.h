// Texts of a policy with their wildcards apart from literal characters: a `*` that came out of a policy variable,
// or was written `${*}`, is no wildcard. Internal to this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "access/request.h"

namespace berm::access {

// A byte, or one of the two wildcards.
using Symbol = int16_t;
inline constexpr Symbol kAnyRun = -1;
inline constexpr Symbol kAnyOne = -2;
using Pattern = std::vector<Symbol>;
using PatternView = std::span<const Symbol>;

enum class Wildcards : bool { Off, On };

void append_literal(Pattern& pattern, std::string_view text);
Pattern make_pattern(std::string_view text, Wildcards wildcards);

// `*` any run, `?` one code point.
bool matches(PatternView pattern, std::string_view text);
// The same without regard to ASCII case.
bool matches_ignore_case(PatternView pattern, std::string_view text);

// ARNs segment by segment: the first five end at a colon, the sixth is the rest. False where one of the two has fewer.
bool matches_arn(PatternView pattern, std::string_view arn);

// Replaces policy variables where `version` has them. None: a variable without a value, which nothing equals.
std::optional<Pattern> resolve(std::string_view text, const Request& request, std::string_view version,
                               Wildcards wildcards);

}  // namespace berm::access
