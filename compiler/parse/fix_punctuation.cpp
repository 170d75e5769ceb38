// Signs that are wrong, missing or too many, and actions written as several words.
#include "compiler/parse/repair.h"

namespace berm::parse {
namespace {

struct Exchange {
  TokenKind written;
  TokenKind meant;
  DiagnosticKind kind;
  std::string_view message;
  std::string_view hint;
};

constexpr Exchange kExchanges[] = {
    {TokenKind::Assign, TokenKind::Equal, DiagnosticKind::AssignForEqual, "`=` assigns", "to compare, write `==`"},
    {TokenKind::Assign, TokenKind::Colon, DiagnosticKind::UnexpectedToken, "`=` stands where a `:` belongs",
     "`:` gives a type or starts what a rule says"},
    {TokenKind::Equal, TokenKind::Assign, DiagnosticKind::AssignForEqual, "`==` compares",
     "to give a value, write `=`"},
    {TokenKind::Colon, TokenKind::Assign, DiagnosticKind::UnexpectedToken, "`:` stands where a `=` belongs",
     "to give a value, write `=`"},
    {TokenKind::Comma, TokenKind::Plus, DiagnosticKind::UnexpectedToken, "`,` does not join actions here",
     "write `plus`; commas join actions only in the `calls` of a hazard"},
    {TokenKind::Comma, TokenKind::And, DiagnosticKind::UnexpectedToken, "`,` does not join conditions", "write `and`"},
    {TokenKind::String, TokenKind::Ident, DiagnosticKind::UnexpectedToken, "a name stands here without quotes",
     "leave the quotes out"},
};

void add_exchanges(const Stop& stop, std::vector<Fix>& fixes) {
  for (const Exchange& each : kExchanges) {
    if (each.written != stop.kind()) continue;
    std::vector<Token> tokens = stop.tokens;
    tokens[stop.error.token].kind = each.meant;
    fixes.push_back({std::move(tokens), stop.error.token,
                     diagnostic(each.kind, std::string(each.message), stop.context.span(stop.token()), each.hint)});
  }
}

bool is_word(TokenKind kind) { return kind == TokenKind::Ident || is_keyword(kind); }

// The tokens with the one before, the one at and the one behind the place made one.
std::vector<Token> merged(const Stop& stop, TokenKind kind) {
  std::vector<Token> tokens = stop.tokens;
  Token& first = tokens[stop.error.token - 1];
  first.kind = kind;
  first.end = stop.token(1).end;
  auto at = tokens.begin() + static_cast<ptrdiff_t>(stop.error.token);
  tokens.erase(at, at + 2);
  return tokens;
}

// `s3: GetObject`, `s3 :{…}` and `s3:getObject` are three tokens, of which the colon does not fit.
void add_split_action(const Stop& stop, std::vector<Fix>& fixes) {
  TokenKind last = stop.kind(1);
  bool names = is_word(last) || last == TokenKind::Glob;
  if (stop.kind() != TokenKind::Colon || !is_word(stop.kind(-1))) return;
  if (!names && last != TokenKind::LeftBrace) return;
  Span span = stop.context.span(stop.token(-1).begin, stop.token(1).end);
  fixes.push_back({merged(stop, names ? TokenKind::ActionName : TokenKind::ActionBrace), stop.error.token - 1,
                   diagnostic(DiagnosticKind::SplitAction, "an action is one word", span,
                              "write it without a space and with a capital, such as `s3:GetObject`")});
}

// `log-1` as a name.
void add_hyphen(const Stop& stop, std::vector<Fix>& fixes) {
  Token before = stop.token(-1), sign = stop.token(), behind = stop.token(1);
  bool adjacent = before.end == sign.begin && sign.end == behind.begin;
  bool part = is_word(behind.kind) || behind.kind == TokenKind::Integer || behind.kind == TokenKind::BadNumber;
  if (sign.kind != TokenKind::Minus || !adjacent || !is_word(before.kind) || !part) return;
  Span span = stop.context.span(before.begin, behind.end);
  fixes.push_back({merged(stop, TokenKind::Ident), stop.error.token - 1,
                   diagnostic(DiagnosticKind::UnexpectedToken, "a name has no `-`", span, "write `_` instead")});
}

void add_insertion(const Stop& stop, TokenKind kind, std::string_view message, std::string_view hint,
                   std::vector<Fix>& fixes) {
  std::vector<Token> tokens = stop.tokens;
  uint32_t at = stop.token(-1).end;
  tokens.insert(tokens.begin() + static_cast<ptrdiff_t>(stop.error.token), Token{kind, false, false, at, at});
  fixes.push_back(
      {std::move(tokens), stop.error.token + 1,
       diagnostic(DiagnosticKind::UnexpectedToken, std::string(message), stop.context.span(stop.token()), hint)});
}

void add_missing(const Stop& stop, std::vector<Fix>& fixes) {
  if (stop.error.token == 0 || stop.kind() == TokenKind::End) return;
  std::string found = quote(stop.context.source(stop.token())) + " stands";
  add_insertion(stop, TokenKind::Comma, found + " where a `,` belongs", "separate them with `,`", fixes);
  add_insertion(stop, TokenKind::Colon, found + " where a `:` belongs", "a `:` follows the name, with a space after it",
                fixes);
  add_insertion(stop, TokenKind::Assign, found + " where a `=` belongs", "a value is given with `=`", fixes);
}

void add_deletion(const Stop& stop, std::vector<Fix>& fixes) {
  TokenKind kind = stop.kind();
  bool sign = kind == TokenKind::Comma || kind == TokenKind::Assign || kind == TokenKind::Colon ||
              kind == TokenKind::Dot || kind == TokenKind::Minus;
  if (!sign || stop.within(RuleKind::Binder)) return;
  std::vector<Token> tokens = stop.tokens;
  tokens.erase(tokens.begin() + static_cast<ptrdiff_t>(stop.error.token));
  std::string message = quote(stop.context.source(stop.token())) + " does not belong here";
  fixes.push_back(
      {std::move(tokens), stop.error.token,
       diagnostic(DiagnosticKind::UnexpectedToken, message, stop.context.span(stop.token()), "leave it out")});
}

}  // namespace

std::vector<Fix> punctuation_fixes(const Stop& stop) {
  std::vector<Fix> fixes;
  add_split_action(stop, fixes);
  add_hyphen(stop, fixes);
  add_exchanges(stop, fixes);
  add_deletion(stop, fixes);
  add_missing(stop, fixes);
  return fixes;
}

}  // namespace berm::parse
