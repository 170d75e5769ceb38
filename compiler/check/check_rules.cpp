// Rules: what all sentences share, and the expansion of `for team t`.
#include "compiler/check/checker.h"
#include "compiler/check/names.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

ir::UnknownPolicy policy_of(ast::UnknownPolicy policy) {
  switch (policy) {
    case ast::UnknownPolicy::Fail: return ir::UnknownPolicy::Fail;
    case ast::UnknownPolicy::Warn: return ir::UnknownPolicy::Warn;
    case ast::UnknownPolicy::Pass: return ir::UnknownPolicy::Pass;
  }
  return ir::UnknownPolicy::Fail;
}

}  // namespace

void Checker::check_rules() {
  for (const Symbol& symbol : symbols_.all()) {
    if (symbol.kind == SymbolKind::Rule) check_rule(symbol, std::get<ast::RuleDecl>(*symbol.decl));
  }
}

void Checker::check_rule(const Symbol& symbol, const ast::RuleDecl& decl) {
  if (!decl.team_variable) return check_rule_for(symbol, decl, nullptr);
  if (teams_.empty()) {
    report_empty(decl, fmt::format("rule `{}` is for teams, and no team is declared", decl.name.text),
                 "declare one with `team name { … }`");
    return;
  }
  for (const Team& team : teams_) check_rule_for(symbol, decl, &team);
}

void Checker::check_rule_for(const Symbol& symbol, const ast::RuleDecl& decl, const Team* team) {
  ir::Rule rule = rule_head(symbol, decl, team);
  Scope scope(&file_scopes_[symbol.file]);
  Place place{symbol.file, &scope, team, team ? decl.team_variable->text : std::string_view()};
  for (const ast::Annotation& annotation : decl.annotations) place.unprotected |= annotation.name.text == "unprotected";
  if (team) {
    Binding binding{std::string(decl.team_variable->text), Type::object(team_record_), 0, team->constant,
                    decl.team_variable->span};
    scope.declare(std::move(binding));
  }
  check_annotations(decl, place, rule);
  check_accept_wider(decl, place, rule);
  std::visit([&](const auto& sentence) { check_sentence(decl, sentence, place, rule); }, decl.sentence);
  rule_names_[&symbol].push_back(rule.name);
  module_.rules.push_back(std::move(rule));
}

ir::Rule Checker::rule_head(const Symbol& symbol, const ast::RuleDecl& decl, const Team* team) {
  ir::Rule rule;
  rule.name = symbol.qualified();
  rule.package = symbol.package;
  if (team) {
    rule.team = team->name;
    rule.name += fmt::format("[{}]", team->name);
  }
  rule.text = folded({decl.span.file, decl.sentence_span.begin, decl.span.end});
  rule.doc = first_paragraph(decl.doc);
  rule.standard_library = input_.standard_library[symbol.file];
  rule.span = decl.span;
  if (decl.if_unknown) rule.if_unknown = policy_of(*decl.if_unknown);
  return rule;
}

void Checker::check_accept_wider(const ast::RuleDecl& decl, const Place& place, ir::Rule& rule) {
  if (!decl.accept_wider) return;
  auto value = constant(*decl.accept_wider, place, Type::of(ir::Type::String));
  if (!value) return;
  rule.accept_wider = std::get<std::string>(value->data);
  if (fold(*rule.accept_wider).empty())
    report(DiagnosticKind::MissingReason, "`accept wider` gives no reason", decl.accept_wider->span)
        .help("say why it is fine to block more than the rule means");
}

void Checker::report_empty(const ast::RuleDecl& decl, std::string message, std::string hint) {
  report(DiagnosticKind::EmptyRule, std::move(message), decl.name.span).help(std::move(hint));
}

void Checker::report_misplaced(Span span, std::string message, std::string hint) {
  report(DiagnosticKind::MisplacedClause, std::move(message), span).help(std::move(hint));
}

}  // namespace berm::check
