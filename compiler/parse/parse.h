// Berm source text → syntax tree.
#pragma once

#include "base/diagnostic.h"
#include "base/source.h"
#include "compiler/ast/ast.h"

namespace berm::parse {

// Source text limits: checked before ANTLR sees a byte, whose runtime would overflow its stack.
inline constexpr size_t kMaxNesting = 256;
inline constexpr size_t kMaxSourceBytes = 4 << 20;
inline constexpr size_t kMaxDeclarationTokens = 200'000;

// Reports every mistake it can find and always returns a tree: declarations with mistakes are left out or hold
// Error nodes. Recovery anchors on a declaration keyword that stands first on its line.
ast::File parse(FileId file, const SourceSet& sources, Diagnostics& diagnostics);

}  // namespace berm::parse
