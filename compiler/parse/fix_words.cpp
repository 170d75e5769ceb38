// Misspelt keywords, keywords used as names, and words of other languages.
#include <algorithm>

#include "base/text.h"
#include "compiler/parse/repair.h"

namespace berm::parse {
namespace {

struct Synonym {
  std::string_view word;
  TokenKind meant;
};

constexpr Synonym kSynonyms[] = {
    {"deny", TokenKind::Forbid},    {"block", TokenKind::Forbid},   {"when", TokenKind::Where},
    {"unless", TokenKind::Except},  {"nil", TokenKind::Null},       {"none", TokenKind::Null},
    {"policy", TokenKind::Rule},    {"var", TokenKind::Let},        {"const", TokenKind::Let},
    {"variable", TokenKind::Param}, {"module", TokenKind::Package}, {"use", TokenKind::Import},
    {"msg", TokenKind::Say},        {"message", TokenKind::Say},    {"must", TokenKind::Require},
};

struct Candidate {
  size_t distance;
  TokenKind keyword;
};

// Keywords that a word may be a slip of, the nearest first.
std::vector<Candidate> near_keywords(std::string_view word) {
  std::vector<Candidate> near;
  for (const Synonym& synonym : kSynonyms) {
    if (synonym.word == word) near.push_back({0, synonym.meant});
  }
  size_t limit = std::max<size_t>(1, word.size() / 3);
  for (TokenKind keyword : all_keywords()) {
    std::string_view text = describe(keyword);
    if (text.size() > word.size() + limit || word.size() > text.size() + limit) continue;
    size_t distance = edit_distance(word, text);
    if (distance <= limit) near.push_back({distance, keyword});
  }
  std::stable_sort(near.begin(), near.end(), [](auto& a, auto& b) { return a.distance < b.distance; });
  return near;
}

// The word that stops the reading, or one of the two before it, may be a misspelt keyword.
void add_misspelt(const Stop& stop, int distance, std::vector<Fix>& fixes) {
  constexpr size_t kShortest = 2, kLongest = 24;
  Token token = stop.token(distance);
  std::string_view word = stop.context.source(token);
  if (token.kind != TokenKind::Ident || word.size() < kShortest || word.size() > kLongest) return;
  for (const Candidate& candidate : near_keywords(word)) {
    std::vector<Token> tokens = stop.tokens;
    tokens[stop.error.token + static_cast<size_t>(distance)].kind = candidate.keyword;
    fixes.push_back({std::move(tokens), stop.error.token,
                     diagnostic(DiagnosticKind::MisspeltKeyword, quote(word) + " is no word of the language here",
                                stop.context.span(token), "did you mean " + quote(describe(candidate.keyword)) + "?")});
  }
}

// `plan deletes aws_cloudtrail say "…"`: the keyword is right, the name before it is missing.
bool lacks_binder(const Stop& stop) {
  if (!stop.within(RuleKind::Binder)) return false;
  switch (stop.kind()) {
    case TokenKind::Where:
    case TokenKind::Of:
    case TokenKind::By:
    case TokenKind::Say:
    case TokenKind::Assume:
    case TokenKind::Except: return true;
    default: return false;
  }
}

// Only where a name is being given or used.
bool wants_name(const Stop& stop) {
  if (stop.error.rules.empty() || lacks_binder(stop)) return false;
  RuleKind last = stop.error.rules.back();
  return last == RuleKind::Name || stop.kind(1) == TokenKind::Dot;
}

void add_reserved(const Stop& stop, std::vector<Fix>& fixes) {
  Token token = stop.token();
  if (!is_keyword(token.kind) || !wants_name(stop)) return;
  std::vector<Token> tokens = stop.tokens;
  tokens[stop.error.token].kind = TokenKind::Ident;
  fixes.push_back({std::move(tokens), stop.error.token,
                   diagnostic(DiagnosticKind::ReservedName, quote(stop.context.source(token)) + " cannot be a name",
                              stop.context.span(token),
                              "it is a word of the language; take another name (after a `.` any word will do)")});
}

}  // namespace

std::vector<Fix> word_fixes(const Stop& stop) {
  std::vector<Fix> fixes;
  if (stop.error.token < stop.tokens.size()) {
    add_misspelt(stop, 0, fixes);
    add_reserved(stop, fixes);
  }
  for (int distance = -1; distance >= -2; --distance) {
    if (static_cast<size_t>(-distance) <= stop.error.token) add_misspelt(stop, distance, fixes);
  }
  return fixes;
}

}  // namespace berm::parse
