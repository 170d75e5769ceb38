// What Berm tells a user about his input: registered kinds, each declared in one table a folder
// under base/diagnostics/ and each with a golden case under tests/golden/.
//
// Wording: lower-case start, no full stop, the user's words in backticks, what was found first;
// what to write instead goes into `hint`. Never a C++ type, an exception text or a token set.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace berm {

// The last two only of policies that are looked at (`berm lint-policy`).
enum class DiagnosticLevel : uint8_t { Error, Warning, SecurityWarning, Suggestion };
std::string_view name(DiagnosticLevel level);  // "security warning"

enum class DiagnosticKind : uint16_t {
#define BERM_DIAGNOSTIC(name, level, id) name,
#include "base/diagnostic_kind.def"
};

// The kind's stable name as printed in brackets: `unknown-attribute`.
std::string_view id(DiagnosticKind kind);
DiagnosticLevel level(DiagnosticKind kind);
std::vector<DiagnosticKind> all_diagnostic_kinds();

// A second place with a remark.
struct Label {
  Span span;
  std::string text;
};

// A place in an input that is not kept as a source text (a plan, a manifest). No line of it is
// ever printed: plans carry secrets in clear text.
struct InputPosition {
  std::string path;
  uint64_t line = 0;    // from 1; 0: the whole file
  uint64_t column = 0;  // from 1, in bytes
};

struct Diagnostic {
  DiagnosticKind kind;
  std::string message;
  std::optional<Span> span;               // underlined; or
  std::optional<InputPosition> position;  // named only; or neither
  std::vector<Label> labels;
  std::string hint;  // printed behind `help:`; may be empty

  Diagnostic& at(Span where) {
    span = where;
    return *this;
  }
  Diagnostic& at(InputPosition where) {
    position = std::move(where);
    return *this;
  }
  Diagnostic& label(Span where, std::string text) {
    labels.push_back({where, std::move(text)});
    return *this;
  }
  Diagnostic& help(std::string text) {
    hint = std::move(text);
    return *this;
  }
};

// Collects; never prints. A reference that `add` returned is good until the next `add`.
class Diagnostics {
 public:
  Diagnostic& add(DiagnosticKind kind, std::string message);
  const std::vector<Diagnostic>& items() const { return items_; }
  bool has_errors() const;
  bool empty() const { return items_.empty(); }
  // By file, place, then order of arrival; exact repeats are dropped.
  void sort();
  void append(Diagnostics other);

 private:
  std::vector<Diagnostic> items_;
};

struct RenderOptions {
  bool color = false;
  unsigned width = 100;   // of the terminal, in columns; source lines are cut to it around the place
  size_t max_shown = 50;  // then `… and N more`; 0 is no limit
};

// All of them as text for standard error, each with its source line underlined.
std::string render(const Diagnostics& diagnostics, const SourceSet& sources, const RenderOptions& options);

}  // namespace berm
