// grant WHO A [on R, R] { and A [on R] } for D [with mfa [within D]]
#include "compiler/check/build.h"
#include "compiler/check/checker.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

constexpr int64_t kMinute = 60;
// A role's session lasts no longer, and what is needed for longer is no exception.
constexpr int64_t kLongest = 12 * 60 * kMinute;

}  // namespace

void Checker::check_sentence(const ast::RuleDecl& decl, const ast::GrantSentence& sentence, const Place& place,
                             ir::Rule& rule) {
  rule.verb = ir::Verb::Grant;
  std::vector<Caller> callers = somebody(sentence.who, place);
  rule.capped = any_of(callers, sentence.who.span);
  if (!rule.capped && !callers.empty())
    report(DiagnosticKind::InvalidPrincipal, "a grant is given to somebody, and this is everybody", sentence.who.span)
        .help("name the roles that may ask for it, as `role \"oncall/*\"`");
  for (const ast::CapSentence::Grant& grant : sentence.grants) check_grant(grant, place, rule);
  check_duration(sentence, place, rule);
  check_grant_mfa(sentence, callers, place, rule);
  for (const ast::Exception& exception : decl.exceptions) except_from_grant(exception, place, rule);
}

void Checker::check_duration(const ast::GrantSentence& sentence, const Place& place, ir::Rule& rule) {
  auto duration = seconds(*sentence.duration, place);
  if (!duration) return;
  rule.duration = *duration;
  if (*duration >= kMinute && *duration <= kLongest) return;
  report(DiagnosticKind::InvalidDuration, "a grant lasts between `1m` and `12h`", sentence.duration->span)
      .help(*duration < kMinute ? "clocks differ by seconds: give it a minute at least"
                                : "what is needed for longer is a permission of its own, and a rule may `cap` it");
}

// The second factor is as fresh as the grant where nothing is said.
void Checker::check_grant_mfa(const ast::GrantSentence& sentence, const std::vector<Caller>& callers,
                              const Place& place, ir::Rule& rule) {
  if (!sentence.mfa) return;
  for (const Caller& caller : callers) {
    if (caller.without_mfa.empty()) continue;
    report(DiagnosticKind::MfaNotCarried,
           fmt::format("sessions of {} never say whether MFA was used", caller.without_mfa), sentence.mfa_span)
        .help("remove `with mfa`, and demand MFA where the session is issued");
    return;
  }
  rule.mfa_within = rule.duration;
  if (sentence.mfa_within) {
    auto within = seconds(*sentence.mfa_within, place);
    if (!within) return;
    rule.mfa_within = *within;
  }
  for (ir::AllowClause& clause : rule.allows) {
    std::vector<const ir::Expr*> tests = mfa_tests(rule.mfa_within, sentence.mfa_span);
    tests.insert(tests.begin(), clause.condition);
    clause.condition = and_of(module_, tests, clause.span);
  }
}

void Checker::except_from_grant(const ast::Exception& exception, const Place& place, ir::Rule& rule) {
  switch (exception.kind) {
    case ast::ExceptKind::Principals:
      rule.capped = and_of(module_, {rule.capped, not_excepted(exception, place, rule)}, exception.span);
      return;
    case ast::ExceptKind::Calls: {
      ir::ActionSet actions = lower(exception.actions, place.file);
      require_actions(actions, exception.actions.span);
      for (ir::AllowClause& clause : rule.allows) append(clause.actions, false, actions, exception.actions.span);
      std::erase_if(rule.allows, [&](const ir::AllowClause& clause) { return !denotes_actions(clause.actions); });
      return;
    }
    case ast::ExceptKind::Resource: {
      const ir::Expr* condition = excepted_resource(exception, place);
      if (!condition) return;
      for (ir::AllowClause& clause : rule.allows)
        clause.condition = and_of(module_, {clause.condition, not_of(module_, condition)}, clause.span);
      return;
    }
    case ast::ExceptKind::Subject:
      return report_misplaced(exception.span, "the exception excepts nothing: `grant` has no plan clauses",
                              "`except resource r where { … }` excepts the resources of calls");
  }
}

}  // namespace berm::check
