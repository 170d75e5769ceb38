// What is done with an untrusted input, a function for each kind of it. Each ends the process where something does not
// hold; the sanitizers see the rest.
#pragma once

#include <string_view>

namespace berm::fuzz {

#define BERM_FUZZ_TARGET(name, max_len, timeout, rss_limit) void name(std::string_view input);
#include "tests/fuzz/target.def"

// Says what does not hold, and aborts.
void require(bool holds, std::string_view what);

}  // namespace berm::fuzz
