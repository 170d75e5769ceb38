// Whoever is excepted `with mfa` is a person: a session that a pipeline opened by a token carries no MFA.
#include "base/glob.h"
#include "compiler/check/checker.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

bool lets_in_ci(const ir::Rule& rule) {
  return std::any_of(rule.trusted.begin(), rule.trusted.end(), [](const ir::TrustClause& trust) {
    return trust.principal.kind == ir::TrustedPrincipal::Kind::Oidc;
  });
}

// `role "*" with mfa` excepts whoever has a second factor, and no role in particular.
bool overlap(const std::vector<std::string>& some, const std::vector<std::string>& others) {
  return std::any_of(some.begin(), some.end(), [&](const std::string& one) {
    return !one.ends_with(":role/*") && std::any_of(others.begin(), others.end(),
                                                    [&](const std::string& other) { return arns_overlap(one, other); });
  });
}

}  // namespace

void Checker::check_break_glass() {
  for (const ir::Rule& trust : module_.rules) {
    if (!lets_in_ci(trust)) continue;
    for (const ir::Rule& rule : module_.rules) {
      for (const ir::ExceptedPrincipal& who : rule.exceptions) {
        if (!who.mfa || !overlap(who.arns, trust.assumed)) continue;
        report(
            DiagnosticKind::BreakGlassInCi,
            fmt::format("`{}` is excepted with MFA, and `{}` lets a pipeline assume that role", who.text, trust.name),
            who.span)
            .label(trust.span, "the pipeline comes in here")
            .help(
                "a pipeline's session carries no MFA: except the role without `with mfa`, or keep pipelines out of it");
      }
    }
  }
}

}  // namespace berm::check
