// Changes of bytes that a fuzzer makes up: inputs that fit whatever the format of the bytes is today.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace berm::fuzz {

// Eight bytes of `edits` are one: what is done, to which place, with what.
void apply(std::string_view edits, std::string& bytes);

}  // namespace berm::fuzz
