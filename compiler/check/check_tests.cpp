// test "…" { step expect … }
#include "compiler/check/checker.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

ir::Expectation::Kind kind_of(ast::ExpectKind kind) {
  using Kind = ir::Expectation::Kind;
  switch (kind) {
    case ast::ExpectKind::Denied: return Kind::Denied;
    case ast::ExpectKind::NotDenied: return Kind::NotDenied;
    case ast::ExpectKind::Violation: return Kind::Violation;
    case ast::ExpectKind::NotProven: return Kind::NotProven;
    case ast::ExpectKind::Satisfied: return Kind::Satisfied;
    case ast::ExpectKind::Clean: return Kind::Clean;
    case ast::ExpectKind::NotApplicable: return Kind::NotApplicable;
  }
  return Kind::Clean;
}

bool is_about_calls(ast::ExpectKind kind) {
  return kind == ast::ExpectKind::Denied || kind == ast::ExpectKind::NotDenied;
}

}  // namespace

void Checker::check_tests() {
  for (size_t file = 0; file < input_.files.size(); ++file) {
    for (const ast::Decl& decl : input_.files[file].decls) {
      if (const auto* test = std::get_if<ast::TestDecl>(&decl)) check_test(*test, file);
    }
  }
}

void Checker::check_test(const ast::TestDecl& decl, size_t file) {
  ir::Test test;
  test.title = std::string(decl.name.text);
  test.package = symbols_.package_of(file);
  test.standard_library = input_.standard_library[file];
  test.span = decl.span;
  for (const ast::TestStep& step : decl.steps) {
    ir::TestStep out;
    out.span = step.span;
    const auto* call = std::get_if<ast::CallCase>(&step.subject);
    if (call)
      check_call(*call, file, out);
    else
      check_plan(std::get<ast::PlanCase>(step.subject), file, out);
    for (const ast::Expectation& expectation : step.expectations) check_expectation(expectation, file, !call, out);
    test.steps.push_back(std::move(out));
  }
  module_.tests.push_back(std::move(test));
}

void Checker::check_expectation(const ast::Expectation& expectation, size_t file, bool of_plan, ir::TestStep& step) {
  if (of_plan == is_about_calls(expectation.kind)) {
    report(of_plan ? DiagnosticKind::InvalidTestPlan : DiagnosticKind::InvalidTestCall,
           of_plan ? "a plan is not denied" : "a call is denied or not denied", expectation.span)
        .help(of_plan ? "write `expect violation …`, `not proven …`, `satisfied …`, `clean` or `not applicable …`"
                      : "write `expect denied by …` or `expect not denied`");
    return;
  }
  ir::Expectation out;
  out.kind = kind_of(expectation.kind);
  out.span = expectation.span;
  if (!expectation.rule.parts.empty()) {
    const Symbol* symbol = symbols_.resolve(file, expectation.rule, {SymbolKind::Rule}, "a rule");
    if (!symbol) return;
    out.rules = rule_names_[symbol];
  }
  if (expectation.address) out.address = std::string(expectation.address->text);
  step.expectations.push_back(std::move(out));
}

}  // namespace berm::check
