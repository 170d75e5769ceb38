// How IAM patterns lie to texts and to each other. `*` is any run, `?` one character.
#pragma once

#include <string_view>

namespace berm {

// As `glob_match` (base/text.h), ASCII case folded.
bool glob_match_ignore_case(std::string_view pattern, std::string_view text);

// Some text matches both.
bool globs_overlap(std::string_view a, std::string_view b);
// Every text that `narrow` matches, `wide` matches too. May miss a case where only both at once would show it.
bool glob_covers(std::string_view wide, std::string_view narrow);

// The same of ARN patterns, five segments and the rest; a bare `*` is any ARN. Short ones lie in no relation.
bool arns_overlap(std::string_view a, std::string_view b);
bool arn_covers(std::string_view wide, std::string_view narrow);
bool is_whole_arn(std::string_view pattern);

}  // namespace berm
