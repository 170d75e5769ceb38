#include "compiler/parse/repair.h"

#include <algorithm>

namespace berm::parse {
namespace {

// Mistakes mended in one declaration; each costs a few readings of it.
constexpr size_t kMaxRepairs = 12;
// Longer declarations are data rather than something mistyped; reading them again and again takes too long.
constexpr size_t kMaxRepairedTokens = 20'000;
// Guesses weighed at one place.
constexpr size_t kMaxFixes = 12;

class Repairer {
 public:
  Repairer(std::vector<Token> tokens, Start start, const Context& context)
      : tokens_(std::move(tokens)), start_(start), context_(context), result_(parse_tokens(tokens_, start)) {}

  std::optional<Tree> run() {
    for (size_t repairs = 0; !result_.ok; ++repairs) {
      if (behind_broken_text() || repairs == kMaxRepairs || !repair()) return std::nullopt;
    }
    check_colons();
    return std::move(result_.tree);
  }

 private:
  Stop stop() const { return {tokens_, result_.error, context_}; }
  size_t remaining(const ParseResult& result, const std::vector<Token>& tokens) const {
    return result.ok ? 0 : tokens.size() - std::min(result.error.token, tokens.size()) + 1;
  }

  // What follows a string without an end is its consequence, which needs no words.
  bool behind_broken_text() const {
    for (size_t i = 0; i < tokens_.size() && i <= result_.error.token; ++i) {
      if (tokens_[i].broken) return true;
    }
    return false;
  }

  bool repair() {
    if (auto missing = unsupported(stop())) {
      report(*missing);
      return keep_what_stands_before();
    }
    if (tokens_.size() > kMaxRepairedTokens) {
      report(explain(stop()));
      return false;
    }
    if (try_fixes(word_fixes(stop())) || try_fixes(punctuation_fixes(stop())) || try_fixes(bracket_fixes(stop()))) {
      return true;
    }
    report(explain(stop()));
    return keep_what_stands_before() || leave_clause_out();
  }

  bool try_fixes(std::vector<Fix> fixes) {
    if (fixes.size() > kMaxFixes) fixes.resize(kMaxFixes);
    for (Fix& fix : fixes) {
      ParseResult result = parse_tokens(fix.tokens, start_, Effort::Fast);
      if (!result.ok && result.error.token <= fix.reach) continue;
      report(fix.diagnostic);
      take(std::move(fix.tokens), std::move(result));
      return true;
    }
    return false;
  }

  // Text between two declarations does not cost the first one.
  bool keep_what_stands_before() {
    size_t at = result_.error.token;
    if (at == 0 || at >= tokens_.size() || !tokens_[at].first_on_line) return false;
    std::vector<Token> before(tokens_.begin(), tokens_.begin() + static_cast<ptrdiff_t>(at));
    ParseResult result = parse_tokens(before, start_);
    if (!result.ok) return false;
    take(std::move(before), std::move(result));
    return true;
  }

  bool leave_clause_out() {
    std::optional<std::vector<Token>> fewer = without_clause(stop());
    if (!fewer) return false;
    ParseResult result = parse_tokens(*fewer, start_);
    if (remaining(result, *fewer) >= remaining(result_, tokens_)) return false;
    take(std::move(*fewer), std::move(result));
    return true;
  }

  void take(std::vector<Token> tokens, ParseResult result) {
    tokens_ = std::move(tokens);
    result_ = std::move(result);
  }

  void report(const Diagnostic& diagnostic) {
    Diagnostic& added = context_.diagnostics.add(diagnostic.kind, diagnostic.message);
    added = diagnostic;
  }

  void check_colons() const {
    for (const Token& token : tokens_) {
      if (token.kind != TokenKind::Colon || token.end >= context_.text.size()) continue;
      if (std::string_view(" \t\r\n").find(context_.text[token.end]) != std::string_view::npos) continue;
      context_.diagnostics.add(DiagnosticKind::ColonSpacing, "no space follows this `:`")
          .at(context_.span(token))
          .help("only actions such as `s3:GetObject` have a `:` without a space behind it");
    }
  }

  std::vector<Token> tokens_;
  Start start_;
  const Context& context_;
  ParseResult result_;
};

}  // namespace

Diagnostic diagnostic(DiagnosticKind kind, std::string message, Span span, std::string_view hint) {
  Diagnostic made{kind, std::move(message), {}, {}, {}, {}};
  made.at(span).help(std::string(hint));
  return made;
}

std::string quote(std::string_view text) { return "`" + std::string(text) + "`"; }

TokenKind Stop::kind(int distance) const { return token(distance).kind; }

Token Stop::token(int distance) const {
  ptrdiff_t at = static_cast<ptrdiff_t>(error.token) + distance;
  uint32_t end = tokens.empty() ? 0 : tokens.back().end;
  if (at < 0 || at >= static_cast<ptrdiff_t>(tokens.size())) return {TokenKind::End, false, false, end, end};
  return tokens[static_cast<size_t>(at)];
}

bool Stop::within(RuleKind rule) const {
  return std::find(error.rules.begin(), error.rules.end(), rule) != error.rules.end();
}

std::optional<Tree> parse_repaired(std::vector<Token> tokens, Start start, const Context& context) {
  return Repairer(std::move(tokens), start, context).run();
}

}  // namespace berm::parse
