#include <fmt/format.h>

#include "compiler/ast/dump.h"

namespace berm::ast {

static std::string_view text(ExpectKind kind) {
  switch (kind) {
    case ExpectKind::Denied: return "denied";
    case ExpectKind::NotDenied: return "not denied";
    case ExpectKind::Violation: return "violation";
    case ExpectKind::NotProven: return "not proven";
    case ExpectKind::Satisfied: return "satisfied";
    case ExpectKind::Clean: return "clean";
    case ExpectKind::NotApplicable: return "not applicable";
  }
  return {};
}

void Dumper::call_case(const CallCase& subject) {
  line("call", subject.span);
  Indent indent(*this);
  for (const CallCase::Field& field : subject.fields) {
    line(fmt::format("field {}", field.name.text), field.span);
    Indent inner(*this);
    if (!field.who.terms.empty()) who("who", field.who);
    if (!field.actions.items.empty()) actions("set", field.actions);
    if (field.value != nullptr) expr(field.value);
  }
}

// As deep as the source nests, so at most kMaxNesting.
void Dumper::block(std::string_view label, const BlockBody& body) {
  line(label, body.span);
  Indent indent(*this);
  for (const BlockBody::Entry& entry : body.entries) {
    if (entry.block != nullptr) {
      block(fmt::format("block {}", entry.name.text), *entry.block);
    } else {
      labelled(fmt::format("entry {}", entry.name.text), entry.value);
    }
  }
}

void Dumper::planned(const PlannedResource& resource) {
  line(fmt::format("{} {} {}", resource.action.text, resource.type.text, quoted(resource.name.text)), resource.span);
  Indent indent(*this);
  if (!resource.module_address.empty()) line("in " + quoted(resource.module_address), resource.span);
  labelled("index", resource.index);
  for (const PlannedResource::Option& option : resource.options) {
    line(fmt::format("option {}", option.name.text), option.span);
    Indent inner(*this);
    for (const Expr* value : option.values) expr(value);
  }
  block("after", resource.after);
  if (resource.from) block("from", *resource.from);
}

void Dumper::plan_case(const PlanCase& subject) {
  line("plan", subject.span);
  Indent indent(*this);
  labelled("file", subject.file);
  for (const PlannedResource& resource : subject.resources) planned(resource);
}

void Dumper::expectation(const Expectation& expectation) {
  line(fmt::format("expect {}", text(expectation.kind)), expectation.span);
  Indent indent(*this);
  if (!expectation.rule.parts.empty()) line("rule " + expectation.rule.text(), expectation.rule.span);
  labelled("on", expectation.address);
}

void Dumper::decl(const TestDecl& decl) {
  line("test " + quoted(decl.name.text), decl.span);
  Indent indent(*this);
  decl_details(decl);
  for (const TestStep& step : decl.steps) {
    if (const auto* call = std::get_if<CallCase>(&step.subject)) call_case(*call);
    if (const auto* plan = std::get_if<PlanCase>(&step.subject)) plan_case(*plan);
    for (const Expectation& each : step.expectations) expectation(each);
  }
}

}  // namespace berm::ast
