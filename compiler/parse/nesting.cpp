#include "compiler/parse/lexical.h"
#include "compiler/parse/parse.h"

namespace berm::parse {

bool opens(TokenKind kind) {
  return kind == TokenKind::LeftBrace || kind == TokenKind::LeftParen || kind == TokenKind::LeftBracket ||
         kind == TokenKind::ActionBrace;
}

bool closes(TokenKind kind) {
  return kind == TokenKind::RightBrace || kind == TokenKind::RightParen || kind == TokenKind::RightBracket;
}

// How deep the `<` of `list<list<…` nest: a comparison is never followed by words, commas and `<` alone for long.
static size_t type_depth(TokenKind kind, size_t depth) {
  if (kind == TokenKind::Less) return depth + 1;
  if (kind == TokenKind::Greater) return depth == 0 ? 0 : depth - 1;
  bool joins = kind == TokenKind::And || kind == TokenKind::Or;
  bool in_type = kind == TokenKind::Comma || kind == TokenKind::Ident || (is_keyword(kind) && !joins);
  return in_type ? depth : 0;
}

bool check_nesting(const std::vector<Token>& tokens, const Context& context) {
  size_t depth = 0, types = 0;
  for (const Token& token : tokens) {
    if (opens(token.kind)) ++depth;
    if (closes(token.kind) && depth > 0) --depth;
    types = type_depth(token.kind, types);
    if (depth <= kMaxNesting && types <= kMaxNesting) continue;
    context.diagnostics
        .add(DiagnosticKind::TooDeep, "brackets nest more than " + std::to_string(kMaxNesting) + " deep here")
        .at(context.span(token))
        .help("the rest of the file was not read");
    return false;
  }
  return true;
}

}  // namespace berm::parse
