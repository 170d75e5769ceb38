// Files that are not a plan's JSON, told from their first bytes or from the names at their root.
#pragma once

#include <optional>
#include <string_view>

#include "runtime/plan/json_scan.h"
#include "runtime/plan/problem.h"

namespace berm::plan {

// Before parsing: an empty file, a binary plan file, UTF-16 or a byte order mark.
std::optional<Problem> sniff_bytes(std::string_view text);

// After parsing: another kind of JSON, and what it seems to be.
std::optional<Problem> sniff_root(std::string_view text, const Layout& layout);

// What a text that stopped being JSON may be; empty where nothing is recognised.
std::string sniff_broken(std::string_view text, const Layout& layout);

// The root member of that name; none where there is none.
const RootMember* find_root(std::string_view text, const Layout& layout, std::string_view name);

}  // namespace berm::plan
