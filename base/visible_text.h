// Text of a user, a source or a plan made safe to print: it may hold anything its author liked.
#pragma once

#include <string>
#include <string_view>

namespace berm {

// Control characters, terminal escapes, marks that turn the direction of writing and bytes that are not UTF-8 become
// visible escapes (`\n`, `\u{1b}`, `\x{ff}`), so that one text stays one line and moves no cursor.
std::string visible(std::string_view text);

// The same with runs of white space, line breaks included, folded to single spaces: for prose.
std::string visible_prose(std::string_view text);

// A whole line that a build log could take for a command (`::warning …`, `##[…]`) gets a backslash into it.
std::string without_log_commands(std::string line);

}  // namespace berm
