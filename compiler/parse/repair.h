// Parsing one declaration, or the inside of an interpolation, past the mistakes in it.
#pragma once

#include "compiler/parse/build.h"

namespace berm::parse {

// Reports what is wrong. Mistakes whose meaning is plain are mended and the reading goes on; nothing is
// returned where one is not.
std::optional<Tree> parse_repaired(std::vector<Token> tokens, Start start, const Context& context);

}  // namespace berm::parse
