#include "compiler/parse/repair.h"

namespace berm::parse {

std::optional<Tree> parse_repaired(std::vector<Token> tokens, Start start, const Context& context) {
  ParseResult result = parse_tokens(tokens, start);
  if (result.ok) return std::move(result.tree);
  Token at = result.error.token < tokens.size() ? tokens[result.error.token] : tokens.back();
  context.diagnostics.add(DiagnosticKind::UnexpectedToken, "unexpected `" + std::string(context.source(at)) + "`")
      .at(context.span(at));
  return std::nullopt;
}

}  // namespace berm::parse
