#include "tests/agreement/stream/same.h"

#include "fmt/format.h"
#include "fmt/ranges.h"

namespace berm::agreement {
namespace {

std::string text(const report::Evidence& e) { return fmt::format("{} = {}", e.path, e.value); }

std::string text(const report::Finding& f) {
  std::string out = fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}", report::name(f.verdict), f.pre_existing,
                                f.address, f.change, f.message, f.missing, f.missing_reason, f.clause, f.clause_text,
                                f.hazard, f.waiver.has_value(), f.known);
  for (const report::Evidence& e : f.evidence) out += "\n      " + text(e);
  return out;
}

std::string text(const report::AssumptionUsed& a) {
  return fmt::format("{}|{}|{}|{}", a.address, a.path, a.value, a.relation);
}

std::string head(const report::RuleResult& r) {
  return fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}", r.name, r.severity_text, r.owner, r.playbook,
                     r.remediation, r.doc, r.text, static_cast<int>(r.severity), static_cast<int>(r.if_unknown),
                     r.source_path, r.source_line, report::name(r.verdict), r.reason, r.judged);
}

template <class Item>
std::string in_list(const std::string& what, const std::vector<Item>& a, const std::vector<Item>& b) {
  for (size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    std::string left = i < a.size() ? text(a[i]) : "(none)", right = i < b.size() ? text(b[i]) : "(none)";
    if (left != right) return fmt::format("{} {}:\n    {}\n    {}", what, i, left, right);
  }
  return {};
}

std::string of_rules(const report::RuleResult& a, const report::RuleResult& b) {
  if (head(a) != head(b)) return fmt::format("rule:\n    {}\n    {}", head(a), head(b));
  if (std::string at = in_list(a.name + ": finding", a.findings, b.findings); !at.empty()) return at;
  return in_list(a.name + ": assumption", a.assumptions, b.assumptions);
}

std::string head(const report::CheckResult& r) {
  std::string out = fmt::format("{}|{}|{}|{}|{}|{}|{}", r.plan_path, r.readable, fmt::join(r.accounts, ","),
                                r.resources, r.rules.size(), static_cast<int>(r.block_at), r.all);
  for (const report::Doubt& doubt : r.doubts) out += "|" + doubt.text;
  return out;
}

}  // namespace

std::string difference(const report::CheckResult& a, const report::CheckResult& b) {
  if (head(a) != head(b)) return fmt::format("check:\n    {}\n    {}", head(a), head(b));
  for (size_t i = 0; i < a.rules.size(); ++i) {
    if (std::string at = of_rules(a.rules[i], b.rules[i]); !at.empty()) return at;
  }
  return {};
}

}  // namespace berm::agreement
