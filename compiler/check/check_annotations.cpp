// @severity, @owner, @playbook, @remediation, @unprotected
#include <array>
#include <map>

#include "base/text.h"
#include "compiler/check/checker.h"
#include "compiler/check/names.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

constexpr std::array<std::string_view, 5> kAnnotations = {"severity", "owner", "playbook", "remediation",
                                                          "unprotected"};
constexpr std::string_view kSeverities = "`info`, `low`, `medium`, `high` or `critical`";

}  // namespace

void Checker::check_annotations(const ast::RuleDecl& decl, const Place& place, ir::Rule& rule) {
  std::map<std::string_view, Span> seen;
  for (const ast::Annotation& annotation : decl.annotations) {
    auto [at, fresh] = seen.try_emplace(annotation.name.text, annotation.span);
    if (fresh) {
      check_annotation(annotation, place, rule);
      continue;
    }
    report(DiagnosticKind::InvalidAnnotation, fmt::format("`@{}` stands twice", annotation.name.text), annotation.span)
        .label(at->second, "first here");
  }
  bool grave = rule.severity >= ir::Severity::High;
  if (grave && !seen.contains("owner"))
    report(DiagnosticKind::MissingOwner,
           fmt::format("rule `{}` of severity {} has no owner", decl.name.text, name(rule.severity)), decl.name.span)
        .help("add `@owner(\"…\")`: someone has to answer for what it blocks");
  if (!decl.if_unknown) rule.if_unknown = grave ? ir::UnknownPolicy::Fail : ir::UnknownPolicy::Warn;
}

void Checker::check_annotation(const ast::Annotation& annotation, const Place& place, ir::Rule& rule) {
  std::string_view name = annotation.name.text;
  if (name == "severity") return check_severity(annotation, place, rule);
  if (name == "owner") rule.owner = annotation_text(annotation, place);
  if (name == "playbook") rule.playbook = annotation_text(annotation, place);
  if (name == "remediation") rule.remediation = annotation_text(annotation, place);
  // Whether it is there is read where the exceptions are made; the reason is for the reader of the source.
  if (name == "unprotected") annotation_text(annotation, place);
  NearestName nearest(name);
  for (std::string_view known : kAnnotations) {
    if (known == name) return;
    nearest.offer(known);
  }
  Diagnostic& diagnostic =
      report(DiagnosticKind::UnknownAnnotation, fmt::format("unknown annotation `@{}`", name), annotation.name.span);
  if (std::optional<std::string> best = nearest.best()) diagnostic.help(fmt::format("did you mean `@{}`?", *best));
}

void Checker::check_severity(const ast::Annotation& annotation, const Place& place, ir::Rule& rule) {
  bool word = annotation.value && annotation.value->kind == ast::ExprKind::Name;
  std::string text = word ? std::string(annotation.value->text) : annotation_text(annotation, place);
  if (text.empty()) return;
  if (std::optional<ir::Severity> severity = ir::parse_severity(text)) {
    rule.severity = *severity;
    return;
  }
  report(DiagnosticKind::InvalidAnnotation, fmt::format("`{}` is no severity", text), annotation.value->span)
      .help(fmt::format("write {}", kSeverities));
}

std::string Checker::annotation_text(const ast::Annotation& annotation, const Place& place) {
  std::optional<ir::Value> value;
  if (annotation.value) {
    value = constant(*annotation.value, place, Type::of(ir::Type::String));
    if (!value) return "";
  }
  const std::string* text = value ? std::get_if<std::string>(&value->data) : nullptr;
  if (text && !fold(*text).empty()) return *text;
  report(DiagnosticKind::InvalidAnnotation, fmt::format("`@{}` says nothing", annotation.name.text), annotation.span)
      .help(fmt::format("write `@{}(\"…\")`", annotation.name.text));
  return "";
}

}  // namespace berm::check
