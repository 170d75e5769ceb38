// Cuts a file's tokens into declarations.
#pragma once

#include "compiler/parse/build.h"

namespace berm::parse {

struct Chunk {
  std::vector<Token> tokens;  // without documentation
  std::string_view doc;       // the `///` lines before it
};

// A declaration starts at a keyword that stands first on its line, outside brackets, or anywhere if what follows
// it can be nothing else (`rule x:`), so that a missing bracket costs no more than its own declaration.
std::vector<Chunk> split_declarations(const std::vector<Token>& tokens, const Context& context);

// The name that a declaration would have declared.
std::optional<ast::Name> declared_name(const Chunk& chunk, const Context& context);

}  // namespace berm::parse
