// The text of a module. A rule is a header line, its metadata, then its clauses; tests follow the rules.
#include <fmt/format.h>

#include "ir/dump_expr.h"
#include "ir/ir.h"

namespace berm::ir {
namespace {

std::string actions_text(const ActionSet& set) {
  std::string out;
  for (const ActionItem& item : set.items) {
    if (!out.empty() || !item.plus) out += item.plus ? " plus " : " minus ";
    out += item.unchecked ? fmt::format("unchecked {}", item.pattern) : item.pattern;
  }
  return out.empty() ? "nothing" : out;
}

std::string list_text(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : ", ") + item;
  return out;
}

// `confine region` is about every type that has a region.
std::string types_text(const std::vector<std::string>& types) {
  constexpr size_t kMost = 20, kShown = 3;
  if (types.size() <= kMost) return list_text(types);
  std::vector<std::string> first(types.begin(), types.begin() + kShown);
  return fmt::format("{} and {} more types", list_text(first), types.size() - kShown);
}

void field(std::string& out, std::string_view label, std::string_view text) {
  if (!text.empty()) out += fmt::format("  {} {}\n", label, text);
}

std::string where(const char* word, const Expr* condition, ExprPrinter& printer) {
  return condition ? fmt::format("\n    {} {}", word, printer.print(*condition)) : std::string();
}

std::string unknown_text(UnknownPolicy policy) {
  switch (policy) {
    case UnknownPolicy::Fail: return "fail";
    case UnknownPolicy::Warn: return "warn";
    case UnknownPolicy::Pass: return "pass";
  }
  return "";
}

void metadata(std::string& out, const Rule& rule) {
  auto quoted = [&](const char* label, const std::string& text) { field(out, label, text.empty() ? "" : quote(text)); };
  quoted("text", rule.text);
  quoted("doc", rule.doc);
  field(out, "severity", name(rule.severity));
  quoted("owner", rule.owner);
  quoted("playbook", rule.playbook);
  quoted("remediation", rule.remediation);
  field(out, "if unknown", unknown_text(rule.if_unknown));
  if (rule.accept_wider) field(out, "accept wider", quote(*rule.accept_wider));
  field(out, "hazard", rule.hazard);
}

void clause(std::string& out, const CallClause& call) {
  ExprPrinter printer;
  out += fmt::format("  calls {}{}\n", actions_text(call.actions), where("where", call.condition, printer));
}

void clause(std::string& out, const AllowClause& allow) {
  ExprPrinter printer;
  out += fmt::format("  allows {}{}\n", actions_text(allow.actions), where("where", allow.condition, printer));
}

std::string_view kind_text(TrustedPrincipal::Kind kind) {
  switch (kind) {
    case TrustedPrincipal::Kind::Oidc: return "oidc";
    case TrustedPrincipal::Kind::Saml: return "saml";
    case TrustedPrincipal::Kind::Account: return "account";
    case TrustedPrincipal::Kind::Role: return "role";
    case TrustedPrincipal::Kind::Service: return "service";
  }
  return "";
}

void clause(std::string& out, const TrustClause& trust) {
  ExprPrinter printer;
  const TrustedPrincipal& who = trust.principal;
  out += fmt::format("  trusts {} {}{} by {}{}\n", kind_text(who.kind), who.value,
                     who.account.empty() ? "" : " of " + who.account, actions_text(trust.actions),
                     where("where", trust.condition, printer));
}

void grant_terms(std::string& out, const Rule& rule) {
  if (rule.duration > 0) out += fmt::format("  for {} s\n", rule.duration);
  if (rule.mfa_within) out += fmt::format("  mfa within {} s\n", *rule.mfa_within);
}

std::string subject(const PlanClause& plan, ExprPrinter& printer) {
  if (!plan.subject) return "";
  std::string via = printer.print(*plan.subject->via);
  printer.bind_resource(plan.subject->variable, "s");
  return fmt::format(" of {} s by {}", list_text(plan.subject->types), via);
}

// Of the hazards that the rule's own includes, each clause says which.
void clause(std::string& out, const PlanClause& plan, const std::string& hazard) {
  ExprPrinter printer;
  printer.bind_resource(plan.variable);
  out += fmt::format("  plan {} {}{}{}", name(plan.change), types_text(plan.types), subject(plan, printer),
                     plan.except_replacing ? " except replacing" : "");
  if (plan.hazard != hazard) out += fmt::format("\n    of hazard {}", plan.hazard);
  out += where("where", plan.condition, printer);
  for (const Assumption& assumption : plan.assumptions) {
    out += fmt::format("\n    assume unset {} = {}", printer.print(*assumption.path), dump_value(assumption.value));
  }
  out += where("say", plan.say, printer) + "\n";
}

void clause(std::string& out, const RequireClause& require) {
  ExprPrinter printer;
  printer.bind_resource(require.variable);
  out += fmt::format("  require {}{}{}\n", list_text(require.types), where("where", require.where, printer),
                     where("holds", require.condition, printer));
}

void exception(std::string& out, const ExceptedPrincipal& principal) {
  out += fmt::format("  except {}", principal.text);
  if (!principal.arns.empty()) out += fmt::format(" arns [{}]", list_text(principal.arns));
  if (!principal.tag_keys.empty()) out += fmt::format(" tags [{}]", list_text(principal.tag_keys));
  out += fmt::format("{}{}\n", principal.mfa ? " mfa" : "", principal.unprotected ? " unprotected" : "");
}

void dump_rule(std::string& out, const Rule& rule) {
  out += fmt::format("rule {} {}{}{}\n", rule.name, name(rule.verb), rule.team.empty() ? "" : " team " + rule.team,
                     rule.standard_library ? " std" : "");
  metadata(out, rule);
  if (rule.capped) {
    ExprPrinter printer;
    out += fmt::format("  caps {}\n", printer.print(*rule.capped));
  }
  field(out, "assumed", list_text(rule.assumed));
  if (rule.nothing_else) out += "  nothing else\n";
  grant_terms(out, rule);
  for (const TrustClause& trust : rule.trusted) clause(out, trust);
  for (const CallClause& call : rule.calls) clause(out, call);
  for (const AllowClause& allow : rule.allows) clause(out, allow);
  for (const PlanClause& plan : rule.plans) clause(out, plan, rule.hazard);
  for (const RequireClause& require : rule.requires_) clause(out, require);
  for (const ExceptedPrincipal& principal : rule.exceptions) exception(out, principal);
}

std::string_view expectation_text(Expectation::Kind kind) {
  switch (kind) {
    case Expectation::Kind::Denied: return "denied";
    case Expectation::Kind::NotDenied: return "not denied";
    case Expectation::Kind::Violation: return "violation";
    case Expectation::Kind::NotProven: return "not proven";
    case Expectation::Kind::Satisfied: return "satisfied";
    case Expectation::Kind::Clean: return "clean";
    case Expectation::Kind::NotApplicable: return "not applicable";
  }
  return "";
}

void dump_call(std::string& out, const access::Request& call) {
  out += fmt::format("  call {} on {}", call.action, call.resource);
  if (!call.resource_type.empty()) out += fmt::format(" ({})", call.resource_type);
  out += "\n";
  for (const auto& [key, values] : call.context) out += fmt::format("    {} = [{}]\n", key, list_text(values));
}

void dump_test(std::string& out, const Test& test) {
  out += fmt::format("test {} {}{}\n", quote(test.title), test.package, test.standard_library ? " std" : "");
  for (const TestStep& step : test.steps) {
    if (step.call) dump_call(out, *step.call);
    if (step.plan_file) out += fmt::format("  plan {}\n", quote(*step.plan_file));
    if (!step.plan_json.empty()) out += fmt::format("  plan {}\n", step.plan_json);
    for (const Expectation& expected : step.expectations) {
      out += fmt::format("  expect {}", expectation_text(expected.kind));
      if (!expected.rules.empty()) out += fmt::format(" {}", list_text(expected.rules));
      if (!expected.address.empty()) out += fmt::format(" on {}", quote(expected.address));
      out += "\n";
    }
  }
}

}  // namespace

std::string dump(const Module& module) {
  std::string out;
  for (const Rule& rule : module.rules) {
    if (!out.empty()) out += "\n";
    dump_rule(out, rule);
  }
  for (const Test& test : module.tests) {
    if (!out.empty()) out += "\n";
    dump_test(out, test);
  }
  return out;
}

}  // namespace berm::ir
