#include "compiler/parse/syntax.h"

namespace berm::parse {

static constexpr std::string_view kTexts[] = {
    "the end",
#define BERM_KEYWORD(name, text) text,
#define BERM_PUNCTUATION(name, text) text,
#define BERM_TOKEN(name, text) text,
#include "compiler/parse/syntax_kind.def"
};

std::string_view describe(TokenKind kind) { return kTexts[static_cast<size_t>(kind)]; }

bool is_keyword(TokenKind kind) {
  switch (kind) {
#define BERM_KEYWORD(name, text) case TokenKind::name:
#include "compiler/parse/syntax_kind.def"
    return true;
    default: return false;
  }
}

std::vector<TokenKind> all_keywords() {
  return {
#define BERM_KEYWORD(name, text) TokenKind::name,
#include "compiler/parse/syntax_kind.def"
  };
}

const Node* Node::child(RuleKind kind) const {
  for (const Node* node : children) {
    if (!node->is_token && node->rule == kind) return node;
  }
  return nullptr;
}

const Node* Node::child(TokenKind kind) const {
  for (const Node* node : children) {
    if (node->is_token && node->token == kind) return node;
  }
  return nullptr;
}

std::vector<const Node*> Node::all(RuleKind kind) const {
  std::vector<const Node*> found;
  for (const Node* node : children) {
    if (!node->is_token && node->rule == kind) found.push_back(node);
  }
  return found;
}

}  // namespace berm::parse
