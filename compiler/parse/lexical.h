// Mistakes that one token shows by itself.
#pragma once

#include "compiler/parse/build.h"

namespace berm::parse {

// Size, UTF-8 and NUL bytes: whether the text may go to ANTLR at all.
bool check_bytes(const Context& context);

// Reports comments, quotes, numbers and operators of other languages, texts without an end and stray
// characters, and returns the tokens as they were meant.
std::vector<Token> clean(std::vector<Token> tokens, const Context& context);

// Whether brackets and types nest at most kMaxNesting deep.
bool check_nesting(const std::vector<Token>& tokens, const Context& context);

// `{`, `(`, `[` and the brace of `s3:{`.
bool opens(TokenKind kind);
bool closes(TokenKind kind);

}  // namespace berm::parse
