// The wall around ANTLR: tokens and concrete syntax trees in our own types. Only antlr.cpp knows how they are made.
#pragma once

#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

namespace berm::parse {

enum class TokenKind : uint8_t {
  End,
#define BERM_KEYWORD(name, text) name,
#define BERM_PUNCTUATION(name, text) name,
#define BERM_TOKEN(name, text) name,
#include "compiler/parse/syntax_kind.def"
};

enum class RuleKind : uint8_t {
#define BERM_RULE(name) name,
#include "compiler/parse/syntax_kind.def"
};

// How messages call it: the text of a keyword or a sign, else "a name", "a string" …
std::string_view describe(TokenKind kind);
bool is_keyword(TokenKind kind);
std::vector<TokenKind> all_keywords();

// Bytes [begin, end) of the source.
struct Token {
  TokenKind kind = TokenKind::End;
  bool first_on_line = false;
  bool broken =
      false;  // has no end, or lacks what stood before it: what follows in its declaration is not to be trusted
  uint32_t begin = 0;
  uint32_t end = 0;
};

// A token, or a rule with what it consists of. A rule without children lies where the next token begins.
struct Node {
  bool is_token = false;
  RuleKind rule = RuleKind::Declaration;
  TokenKind token = TokenKind::End;
  uint32_t begin = 0;
  uint32_t end = 0;
  std::vector<const Node*> children;

  const Node* child(RuleKind kind) const;
  const Node* child(TokenKind kind) const;
  std::vector<const Node*> all(RuleKind kind) const;
};

struct Tree {
  std::deque<Node> nodes;  // nodes[0] is the root
};

// The first place where the tokens leave the grammar.
struct SyntaxError {
  size_t token = 0;             // its index; the number of tokens where they end too early
  std::vector<RuleKind> rules;  // that were being read, outermost first
};

// The tokens of bytes [begin, end) of `text`, without spaces and comments but with documentation.
// Never fails: what fits nothing becomes Stray.
std::vector<Token> lex(std::string_view text, uint32_t begin, uint32_t end);

struct ParseResult {
  bool ok = false;
  Tree tree;          // where ok
  SyntaxError error;  // where not
};

enum class Start : uint8_t { Declaration, Interpolation };

// Fast decides with less context: it may miss that tokens fit, never the other way round.
enum class Effort : uint8_t { Full, Fast };

ParseResult parse_tokens(const std::vector<Token>& tokens, Start start, Effort effort = Effort::Full);

}  // namespace berm::parse
