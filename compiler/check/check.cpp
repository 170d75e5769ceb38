#include "compiler/check/check.h"

#include "compiler/check/checker.h"
#include "compiler/check/names.h"
#include "fmt/format.h"

namespace berm::check {

ir::Module check(const Input& input, const SourceSet& sources, const catalog::Catalog& catalog,
                 Diagnostics& diagnostics) {
  ir::Module module;
  Checker(input, sources, catalog, diagnostics, module).run();
  diagnostics.sort();
  return module;
}

Checker::Checker(const Input& input, const SourceSet& sources, const catalog::Catalog& catalog,
                 Diagnostics& diagnostics, ir::Module& module)
    : input_(input),
      sources_(sources),
      catalog_(catalog),
      diagnostics_(diagnostics),
      module_(module),
      team_record_(make_team_record()),
      symbols_(input, diagnostics),
      expressions_(module, catalog, sources, records_, grant_actions_, diagnostics),
      file_scopes_(input.files.size()) {}

// Declarations are made when first needed; these passes need them all, so that unused ones are checked too.
void Checker::run() {
  check_declared_resources();
  check_manifest_params();
  check_values();
  check_teams();
  declare_visible_values();
  for (const Symbol& symbol : symbols_.all()) {
    if (symbol.kind == SymbolKind::Actions) action_set(symbol, symbol.base->name.span);
    if (symbol.kind == SymbolKind::Principal) principal(symbol, symbol.base->name.span);
    if (symbol.kind == SymbolKind::Hazard) hazard(symbol, symbol.base->name.span);
  }
  check_rules();
  check_break_glass();
  check_tests();
  report_annotations_outside_rules();
  symbols_.report_unused_imports();
}

Diagnostic& Checker::report(DiagnosticKind kind, std::string message, Span at) {
  return diagnostics_.add(kind, std::move(message)).at(at);
}

void Checker::report_cycle(const Symbol& symbol, std::string_view what, Span at) {
  report(DiagnosticKind::CyclicDeclaration, fmt::format("{} `{}` is made of itself", what, symbol.base->name.text), at)
      .label(symbol.base->name.span, "declared here");
}

void Checker::report_annotations_outside_rules() {
  for (const Symbol& symbol : symbols_.all()) {
    if (symbol.kind == SymbolKind::Rule) continue;
    for (const ast::Annotation& annotation : symbol.base->annotations) {
      report(DiagnosticKind::InvalidAnnotation,
             fmt::format("`@{}` stands before {}", annotation.name.text, words(symbol.kind)), annotation.span)
          .help("only rules have annotations");
    }
  }
}

std::string Checker::folded(Span span) const { return fold(sources_.text(span)); }

const Symbol* Checker::named(const ast::Expr& expr, const Place& place, SymbolKind kind, std::string_view wanted) {
  std::optional<ast::DottedName> name = dotted_name(expr);
  return name ? symbols_.resolve(place.file, *name, {kind}, wanted) : nullptr;
}

}  // namespace berm::check
