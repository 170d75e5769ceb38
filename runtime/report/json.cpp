#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "runtime/report/renderers.h"

namespace berm::report {
namespace {

using Json = nlohmann::ordered_json;

std::string word(std::string_view spoken) {
  std::string out(spoken);
  std::replace(out.begin(), out.end(), ' ', '_');
  return out;
}

std::string_view word(UnknownPolicy policy) {
  constexpr std::string_view kWords[] = {"fail", "warn", "pass"};
  return kWords[static_cast<size_t>(policy)];
}

Json list_of(const auto& items, auto make) {
  Json list = Json::array();
  for (const auto& item : items) list.push_back(make(item));
  return list;
}

Json json_of(const Evidence& evidence) { return {{"path", evidence.path}, {"value", evidence.value}}; }

Json json_of(const AssumptionUsed& assumption) {
  return {{"address", assumption.address}, {"path", assumption.path}, {"value", assumption.value}};
}

Json json_of(const RuleResult& rule, const Finding& finding, const CheckResult& result) {
  return {{"verdict", word(name(finding.verdict))},
          {"blocks", blocks(rule, finding, result)},
          {"pre_existing", finding.pre_existing},
          {"address", finding.address},
          {"change", finding.change},
          {"message", finding.message},
          {"missing", finding.missing.empty() ? Json() : Json(finding.missing)},
          {"evidence", list_of(finding.evidence, [](const Evidence& e) { return json_of(e); })},
          {"clause", finding.clause}};
}

Json json_of(const RuleResult& rule, const CheckResult& result) {
  Json source = {{"path", rule.source_path}, {"line", rule.source_line}};
  return {{"name", rule.name},
          {"verdict", word(name(rule.verdict))},
          {"severity", name(rule.severity)},
          {"if_unknown", word(rule.if_unknown)},
          {"doc", rule.doc},
          {"text", rule.text},
          {"owner", rule.owner},
          {"playbook", rule.playbook},
          {"remediation", rule.remediation},
          {"source", std::move(source)},
          {"reason", rule.reason},
          {"judged", rule.judged},
          {"findings", list_of(rule.findings, [&](const Finding& f) { return json_of(rule, f, result); })},
          {"assumptions", list_of(rule.assumptions, [](const AssumptionUsed& a) { return json_of(a); })}};
}

Json summary_json(const CheckResult& result) {
  Json summary = Json::object();
  std::array<size_t, 5> counts = count_verdicts(result);
  for (size_t i = 0; i < counts.size(); ++i) summary[word(name(static_cast<Verdict>(i)))] = counts[i];
  return summary;
}

}  // namespace

std::string render_json(const CheckResult& result) {
  Json report = {{"schema", "berm.check"},
                 {"schema_version", kJsonSchemaVersion},
                 {"plan", result.plan_path},
                 {"resource_changes", result.resources},
                 {"block_at", name(result.block_at)},
                 {"all", result.all},
                 {"exit_code", exit_code(result)},
                 {"summary", summary_json(result)},
                 {"doubts", list_of(result.doubts, [](const Doubt& doubt) { return Json(doubt.text); })},
                 {"rules", list_of(result.rules, [&](const RuleResult& rule) { return json_of(rule, result); })}};
  // ASCII alone, so that no text from a plan reaches a terminal as a control; bad UTF-8 becomes U+FFFD.
  return report.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace berm::report
