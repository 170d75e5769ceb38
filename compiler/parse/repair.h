// Parsing one declaration, or the inside of an interpolation, past the mistakes in it.
#pragma once

#include "compiler/parse/build.h"

namespace berm::parse {

// Reports what is wrong. Mistakes whose meaning is plain are mended and the reading goes on; nothing is
// returned where one is not.
std::optional<Tree> parse_repaired(std::vector<Token> tokens, Start start, const Context& context);

// One guess at what was meant: the tokens as they would have been, and what to say if they read on.
struct Fix {
  std::vector<Token> tokens;
  size_t reach = 0;  // it explains the mistake if the reading now gets past this token
  Diagnostic diagnostic;
};

// Where and in what the reading stopped.
struct Stop {
  const std::vector<Token>& tokens;
  const SyntaxError& error;
  const Context& context;

  // The token at a distance from the one that does not fit; End outside the declaration.
  TokenKind kind(int distance = 0) const;
  Token token(int distance = 0) const;
  bool within(RuleKind rule) const;
};

Diagnostic diagnostic(DiagnosticKind kind, std::string message, Span span, std::string_view hint);
std::string quote(std::string_view text);

// The guesses for this place, the likeliest first.
std::vector<Fix> word_fixes(const Stop& stop);         // fix_words.cpp
std::vector<Fix> punctuation_fixes(const Stop& stop);  // fix_punctuation.cpp
std::vector<Fix> bracket_fixes(const Stop& stop);      // fix_brackets.cpp

// The same declaration without the clause of a hazard or test in which the mistake stands; nothing where that
// leaves nothing out.
std::optional<std::vector<Token>> without_clause(const Stop& stop);

// A construct of the language that this version does not know yet.
std::optional<Diagnostic> unsupported(const Stop& stop);

// For what no fix explains: what stands there, and what belongs there instead.
Diagnostic explain(const Stop& stop);

}  // namespace berm::parse
