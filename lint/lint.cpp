#include "lint/lint.h"

#include <fmt/format.h>

#include <algorithm>

#include "lint/linter.h"

namespace berm::lint {
namespace {

using access::JsonNode;

void check_statement(const Statement& statement, Context& context) {
  check_kind_rules(statement, context);
  check_principal(statement, context);
  check_actions(statement, context);
  check_resources(statement, context);
  check_mismatch(statement, context);
  check_conditions(statement, context);
  check_variables(statement, context);
  check_pass_role(statement, context);
}

Report not_json(const access::JsonReadResult& read, std::string_view text, std::optional<Kind> kind) {
  Report report{kind.value_or(Kind::IdentityPolicy), {}};
  auto at = std::min<uint32_t>(read.error_at, static_cast<uint32_t>(text.size()));
  auto end = std::min<uint32_t>(at + 1, static_cast<uint32_t>(text.size()));
  report.findings.push_back({DiagnosticKind::LintJsonSyntax, "", at, end, read.error, "", true});
  return report;
}

bool by_place(const Finding& a, const Finding& b) { return a.begin < b.begin; }

}  // namespace

Finding& Context::add(DiagnosticKind check, const Item& at, std::string message) {
  findings.push_back({check, at.path, at.place.begin, at.place.end, std::move(message), "", false});
  return findings.back();
}

Finding& Context::refuse(DiagnosticKind check, const Item& at, std::string message) {
  Finding& finding = add(check, at, std::move(message));
  finding.refused = true;
  return finding;
}

bool Report::refused() const {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& each) { return each.refused; });
}

bool Report::passes() const {
  auto stops = [](const Finding& each) {
    DiagnosticLevel how = level(each.check);
    return each.refused || how == DiagnosticLevel::Error || how == DiagnosticLevel::SecurityWarning;
  };
  return std::none_of(findings.begin(), findings.end(), stops);
}

std::string_view type_of(DiagnosticLevel how) {
  switch (how) {
    case DiagnosticLevel::Error: return "ERROR";
    case DiagnosticLevel::SecurityWarning: return "SECURITY_WARNING";
    case DiagnosticLevel::Warning: return "WARNING";
    case DiagnosticLevel::Suggestion: return "SUGGESTION";
  }
  return {};
}

std::vector<std::string> lines(const Report& report) {
  std::vector<std::string> out;
  for (const Finding& each : report.findings) {
    std::string where = each.path.empty() ? "" : each.path + ": ";
    out.push_back(fmt::format("{} {} {}{}", type_of(level(each.check)), id(each.check), where, each.message));
  }
  return out;
}

Report lint(std::string_view json, std::optional<Kind> kind, const catalog::Catalog& catalog) {
  access::JsonReadResult read = access::read_json(json);
  if (!read.error.empty()) return not_json(read, json, kind);
  Report report{kind.value_or(guess_kind(read.root)), {}};
  Context context{{report.kind, "", {}}, catalog, ArnForms(catalog), {}};
  read_document(read.root, context);
  check_document(context);
  for (const Statement& statement : context.policy.statements) check_statement(statement, context);
  check_redundant(context);
  check_size(json, context, report);
  report.findings = std::move(context.findings);
  std::stable_sort(report.findings.begin(), report.findings.end(), by_place);
  return report;
}

}  // namespace berm::lint
