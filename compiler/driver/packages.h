// The packages of the standard library, by name.
#pragma once

#include <string>
#include <vector>

#include "compiler/manifest/manifest.h"

namespace berm::driver {

// All of them, each once, sorted.
std::vector<std::string> standard_packages();

// Those whose rules a pattern of the manifest may name: `std.packs.zero_trust.*` needs no import.
std::vector<std::string> standard_packages_named(const manifest::Manifest& manifest);

}  // namespace berm::driver
