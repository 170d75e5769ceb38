// Globs against globs: `*` any run, `?` one character.
#pragma once

#include <string_view>

namespace berm::reference {

// Whether every text that `inner` matches is one that `outer` matches. A no may be wrong for patterns with runs of
// several wildcards, a yes never is.
bool glob_covers(std::string_view outer, std::string_view inner);

// Whether some text matches both.
bool globs_overlap(std::string_view a, std::string_view b);

}  // namespace berm::reference
