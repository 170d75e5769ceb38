// Brackets that are missing, too many or empty.
#include "compiler/parse/lexical.h"
#include "compiler/parse/repair.h"

namespace berm::parse {
namespace {

// The brackets still open before the place, outermost first.
std::vector<Token> open_brackets(const Stop& stop) {
  std::vector<Token> open;
  for (size_t i = 0; i < stop.error.token && i < stop.tokens.size(); ++i) {
    if (opens(stop.tokens[i].kind)) open.push_back(stop.tokens[i]);
    if (closes(stop.tokens[i].kind) && !open.empty()) open.pop_back();
  }
  return open;
}

TokenKind closer(TokenKind open) {
  if (open == TokenKind::LeftParen) return TokenKind::RightParen;
  return open == TokenKind::LeftBracket ? TokenKind::RightBracket : TokenKind::RightBrace;
}

std::vector<Token> insert(const Stop& stop, size_t at, TokenKind kind) {
  std::vector<Token> tokens = stop.tokens;
  uint32_t place = at == 0 ? 0 : tokens[at - 1].end;
  tokens.insert(tokens.begin() + static_cast<ptrdiff_t>(at), Token{kind, false, false, place, place});
  return tokens;
}

void add_closer(const Stop& stop, std::vector<Fix>& fixes) {
  std::vector<Token> open = open_brackets(stop);
  if (open.empty() || stop.error.token > stop.tokens.size()) return;
  TokenKind kind = closer(open.back().kind);
  std::vector<Token> tokens = insert(stop, stop.error.token, kind);
  Span place = stop.context.span(stop.token(-1).end, stop.token(-1).end);
  Diagnostic made = diagnostic(DiagnosticKind::UnclosedBracket,
                               quote(stop.context.source(open.back())) + " opens here and is not closed",
                               stop.context.span(open.back()), "close it with " + quote(describe(kind)));
  made.label(place, quote(describe(kind)) + " belongs here");
  fixes.push_back({std::move(tokens), stop.error.token, std::move(made)});
}

void add_unmatched(const Stop& stop, std::vector<Fix>& fixes) {
  if (!closes(stop.kind())) return;
  std::vector<Token> tokens = stop.tokens;
  tokens.erase(tokens.begin() + static_cast<ptrdiff_t>(stop.error.token));
  fixes.push_back(
      {std::move(tokens), stop.error.token,
       diagnostic(DiagnosticKind::UnmatchedBracket, quote(stop.context.source(stop.token())) + " closes nothing",
                  stop.context.span(stop.token()), "leave it out")});
}

// `where { }`: a stand-in without text becomes an Error node.
void add_empty(const Stop& stop, std::vector<Fix>& fixes) {
  if (!closes(stop.kind()) || !opens(stop.kind(-1))) return;
  bool set = stop.kind(-1) == TokenKind::ActionBrace;
  std::vector<Token> tokens = insert(stop, stop.error.token, set ? TokenKind::Ident : TokenKind::True);
  fixes.push_back({std::move(tokens), stop.error.token + 1,
                   diagnostic(DiagnosticKind::EmptyBraces, "nothing stands between these",
                              stop.context.span(stop.token(-1).begin, stop.token().end),
                              set ? "name the actions, such as `s3:{GetObject, PutObject}`" : "write a condition")});
}

bool ends_condition(TokenKind kind) {
  switch (kind) {
    case TokenKind::Except:
    case TokenKind::If:
    case TokenKind::Accept:
    case TokenKind::Say:
    case TokenKind::Assume:
    case TokenKind::Plan:
    case TokenKind::Calls:
    case TokenKind::Includes:
    case TokenKind::Colon: return true;
    default: return false;
  }
}

// Where a condition without braces that starts at `at` would have ended.
size_t condition_end(const std::vector<Token>& tokens, size_t at) {
  size_t depth = 0;
  for (; at < tokens.size(); ++at) {
    if (depth == 0 && (ends_condition(tokens[at].kind) || closes(tokens[at].kind))) return at;
    if (opens(tokens[at].kind)) ++depth;
    if (closes(tokens[at].kind)) --depth;
  }
  return at;
}

void add_braces(const Stop& stop, std::vector<Fix>& fixes) {
  if (stop.kind(-1) != TokenKind::Where || stop.kind() == TokenKind::End) return;
  size_t begin = stop.error.token, end = condition_end(stop.tokens, begin);
  if (end == begin) return;
  std::vector<Token> tokens = insert(stop, end, TokenKind::RightBrace);
  uint32_t at = tokens[begin].begin;
  tokens.insert(tokens.begin() + static_cast<ptrdiff_t>(begin), Token{TokenKind::LeftBrace, false, false, at, at});
  fixes.push_back({std::move(tokens), begin + 1,
                   diagnostic(DiagnosticKind::MissingBraces, "this condition stands without braces",
                              stop.context.span(stop.token().begin, stop.tokens[end - 1].end), "write `where { … }`")});
}

bool starts_clause(TokenKind kind) {
  return kind == TokenKind::Includes || kind == TokenKind::Calls || kind == TokenKind::Plan || kind == TokenKind::Call;
}

}  // namespace

std::vector<Fix> bracket_fixes(const Stop& stop) {
  std::vector<Fix> fixes;
  add_braces(stop, fixes);
  add_empty(stop, fixes);
  add_closer(stop, fixes);
  add_unmatched(stop, fixes);
  return fixes;
}

std::optional<std::vector<Token>> without_clause(const Stop& stop) {
  if (!stop.within(RuleKind::HazardDecl) && !stop.within(RuleKind::TestDecl)) return std::nullopt;
  std::optional<size_t> begin;
  size_t depth = 0, end = stop.tokens.size();
  for (size_t i = 0; i < stop.tokens.size(); ++i) {
    TokenKind kind = stop.tokens[i].kind;
    bool clause = starts_clause(kind) && (depth == 1 || stop.tokens[i].first_on_line);
    if (clause && i < stop.error.token) begin = i;
    bool closes_all = closes(kind) && depth == 1;
    if (i >= stop.error.token && i > begin.value_or(i) && (clause || closes_all)) {
      end = i;
      break;
    }
    if (opens(kind)) ++depth;
    if (closes(kind) && depth > 0) --depth;
    if (clause) depth = 1;
  }
  if (!begin || end <= *begin) return std::nullopt;
  std::vector<Token> tokens = stop.tokens;
  tokens.erase(tokens.begin() + static_cast<ptrdiff_t>(*begin), tokens.begin() + static_cast<ptrdiff_t>(end));
  return tokens;
}

}  // namespace berm::parse
