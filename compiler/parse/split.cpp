#include "compiler/parse/split.h"

#include "base/text.h"
#include "compiler/parse/lexical.h"

namespace berm::parse {
namespace {

bool starts_declaration(TokenKind kind) {
  switch (kind) {
    case TokenKind::Package:
    case TokenKind::Import:
    case TokenKind::Param:
    case TokenKind::Let:
    case TokenKind::Principal:
    case TokenKind::Actions:
    case TokenKind::Hazard:
    case TokenKind::Team:
    case TokenKind::Declare:
    case TokenKind::Rule:
    case TokenKind::Test: return true;
    default: return false;
  }
}

bool is_word(TokenKind kind) { return kind == TokenKind::Ident || is_keyword(kind); }

class Splitter {
 public:
  Splitter(const std::vector<Token>& tokens, const Context& context) : tokens_(tokens), context_(context) {}

  std::vector<Chunk> run() {
    for (at_ = 0; at_ < tokens_.size(); ++at_) {
      if (tokens_[at_].kind == TokenKind::Doc) {
        docs_.push_back(tokens_[at_]);
        continue;
      }
      if (anchors()) open_chunk();
      if (!docs_.empty()) dangling();
      add(tokens_[at_]);
    }
    dangling();
    return std::move(chunks_);
  }

 private:
  TokenKind kind(size_t ahead) const {
    size_t seen = 0;
    for (size_t i = at_; i < tokens_.size(); ++i) {
      if (tokens_[i].kind == TokenKind::Doc) continue;
      if (seen++ == ahead) return tokens_[i].kind;
    }
    return TokenKind::End;
  }

  bool anchors() const {
    if (!tokens_[at_].first_on_line || in_annotations_) return false;
    TokenKind here = tokens_[at_].kind;
    if (here == TokenKind::AtSign) return depth_ == 0 || opens_declaration_after_annotations();
    if (follows_dot_or_for()) return false;
    if (starts_declaration(here) && (depth_ == 0 || has_shape(here))) return true;
    return here == TokenKind::Ident && misspelt().has_value();
  }

  bool follows_dot_or_for() const {
    TokenKind last =
        chunks_.empty() || chunks_.back().tokens.empty() ? TokenKind::End : chunks_.back().tokens.back().kind;
    return last == TokenKind::Dot || last == TokenKind::For;
  }

  // `@name(…)` never stands inside a declaration.
  bool opens_declaration_after_annotations() const { return is_word(kind(1)) && kind(2) == TokenKind::LeftParen; }

  // What follows a declaration's keyword and nothing else.
  bool has_shape(TokenKind keyword) const {
    TokenKind first = kind(1), second = kind(2);
    switch (keyword) {
      case TokenKind::Package: return first == TokenKind::Ident;
      // `import aws_vpc "main" { … }` is a planned resource of a test.
      case TokenKind::Import: return first == TokenKind::Ident && second != TokenKind::String;
      case TokenKind::Param:
      case TokenKind::Rule: return is_word(first) && second == TokenKind::Colon;
      case TokenKind::Let: return is_word(first) && (second == TokenKind::Colon || second == TokenKind::Assign);
      case TokenKind::Principal:
      case TokenKind::Actions: return is_word(first) && second == TokenKind::Assign;
      case TokenKind::Hazard:
      case TokenKind::Team: return is_word(first) && second == TokenKind::LeftBrace;
      case TokenKind::Declare: return first == TokenKind::Resource || (is_word(first) && is_word(second));
      default: return first == TokenKind::String && second == TokenKind::LeftBrace;
    }
  }

  // The declaration keyword that a word near it stands for, if what follows fits.
  std::optional<TokenKind> misspelt() const {
    NearestName nearest(context_.source(tokens_[at_]));
    for (TokenKind keyword : all_keywords()) {
      if (starts_declaration(keyword)) nearest.offer(describe(keyword));
    }
    auto best = nearest.best();
    if (!best) return std::nullopt;
    for (TokenKind keyword : all_keywords()) {
      if (starts_declaration(keyword) && describe(keyword) == *best && has_shape(keyword)) return keyword;
    }
    return std::nullopt;
  }

  void open_chunk() {
    chunks_.emplace_back();
    chunks_.back().doc = take_docs();
    depth_ = 0;
    in_annotations_ = tokens_[at_].kind == TokenKind::AtSign;
  }

  void add(Token token) {
    if (chunks_.empty()) chunks_.emplace_back();
    if (opens(token.kind)) ++depth_;
    if (closes(token.kind) && depth_ > 0) --depth_;
    chunks_.back().tokens.push_back(token);
    bool outside = depth_ == 0 && token.kind != TokenKind::AtSign && token.kind != TokenKind::RightParen;
    // The declaration's own keyword ends the annotations; `@rule` is one.
    bool named_by_at = chunks_.back().tokens.size() > 1 &&
                       chunks_.back().tokens[chunks_.back().tokens.size() - 2].kind == TokenKind::AtSign;
    if (in_annotations_ && outside && !named_by_at) in_annotations_ = false;
  }

  std::string_view take_docs() {
    std::string joined;
    for (const Token& doc : docs_) {
      std::string_view line = context_.source(doc).substr(3);
      if (!line.empty() && line[0] == ' ') line.remove_prefix(1);
      if (!joined.empty()) joined += '\n';
      joined += line;
    }
    docs_.clear();
    return context_.keep(joined);
  }

  void dangling() {
    for (const Token& doc : docs_) {
      context_.diagnostics.add(DiagnosticKind::DanglingDoc, "this `///` documents no declaration")
          .at(context_.span(doc))
          .help("put it before one, or write `//`");
    }
    docs_.clear();
  }

  const std::vector<Token>& tokens_;
  const Context& context_;
  std::vector<Chunk> chunks_;
  std::vector<Token> docs_;
  size_t at_ = 0;
  size_t depth_ = 0;
  bool in_annotations_ = false;
};

}  // namespace

std::vector<Chunk> split_declarations(const std::vector<Token>& tokens, const Context& context) {
  return Splitter(tokens, context).run();
}

std::optional<ast::Name> declared_name(const Chunk& chunk, const Context& context) {
  for (size_t i = 0; i + 1 < chunk.tokens.size(); ++i) {
    if (!starts_declaration(chunk.tokens[i].kind)) continue;
    size_t name = i + (chunk.tokens[i].kind == TokenKind::Declare ? 2 : 1);
    if (name >= chunk.tokens.size() || !is_word(chunk.tokens[name].kind)) return std::nullopt;
    return ast::Name{context.source(chunk.tokens[name]), context.span(chunk.tokens[name])};
  }
  return std::nullopt;
}

}  // namespace berm::parse
