#include "base/diagnostic.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace berm {
namespace {

struct KindInfo {
  std::string_view id;
  DiagnosticLevel level;
};

constexpr KindInfo kKinds[] = {
#define BERM_DIAGNOSTIC(name, level, id) {id, DiagnosticLevel::level},
#include "base/diagnostic_kind.def"
};

// Diagnostics without a place come last.
std::tuple<uint32_t, uint32_t, uint32_t> place(const Diagnostic& diagnostic) {
  if (!diagnostic.span) return {UINT32_MAX, 0, 0};
  return {diagnostic.span->file.index, diagnostic.span->begin, diagnostic.span->end};
}

bool same(const Diagnostic& a, const Diagnostic& b) {
  return a.kind == b.kind && a.message == b.message && place(a) == place(b) &&
         a.position.has_value() == b.position.has_value() &&
         (!a.position || (a.position->line == b.position->line && a.position->column == b.position->column));
}

}  // namespace

std::string_view id(DiagnosticKind kind) { return kKinds[static_cast<size_t>(kind)].id; }

std::string_view name(DiagnosticLevel level) {
  switch (level) {
    case DiagnosticLevel::Error: return "error";
    case DiagnosticLevel::Warning: return "warning";
    case DiagnosticLevel::SecurityWarning: return "security warning";
    case DiagnosticLevel::Suggestion: return "suggestion";
  }
  return {};
}

DiagnosticLevel level(DiagnosticKind kind) { return kKinds[static_cast<size_t>(kind)].level; }

std::vector<DiagnosticKind> all_diagnostic_kinds() {
  std::vector<DiagnosticKind> kinds;
  for (size_t i = 0; i < std::size(kKinds); ++i) kinds.push_back(static_cast<DiagnosticKind>(i));
  return kinds;
}

Diagnostic& Diagnostics::add(DiagnosticKind kind, std::string message) {
  items_.push_back({kind, std::move(message), std::nullopt, std::nullopt, {}, {}});
  return items_.back();
}

bool Diagnostics::has_errors() const {
  return std::any_of(items_.begin(), items_.end(),
                     [](const Diagnostic& d) { return level(d.kind) == DiagnosticLevel::Error; });
}

void Diagnostics::sort() {
  std::stable_sort(items_.begin(), items_.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
  std::vector<Diagnostic> kept;
  for (Diagnostic& item : items_) {
    bool repeat = false;
    for (auto other = kept.rbegin(); other != kept.rend() && place(*other) == place(item) && !repeat; ++other) {
      repeat = same(item, *other);
    }
    if (!repeat) kept.push_back(std::move(item));
  }
  items_ = std::move(kept);
}

void Diagnostics::append(Diagnostics other) {
  for (Diagnostic& item : other.items_) items_.push_back(std::move(item));
}

}  // namespace berm
