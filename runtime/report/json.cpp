#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>

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

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json json_of(const Evidence& evidence) { return {{"path", evidence.path}, {"value", evidence.value}}; }

Json json_of(const AssumptionUsed& assumption) {
  return {{"address", assumption.address},
          {"path", assumption.path},
          {"value", assumption.value},
          {"relation", text_or_null(assumption.relation)}};
}

Json json_of(const RuleResult& rule, const Finding& finding, const CheckResult& result) {
  return {{"verdict", word(name(finding.verdict))},
          {"blocks", blocks(rule, finding, result)},
          {"pre_existing", finding.pre_existing},
          {"address", finding.address},
          {"change", finding.change},
          {"message", finding.message},
          {"missing", text_or_null(finding.missing)},
          {"missing_reason", text_or_null(finding.missing_reason)},
          {"evidence", list_of(finding.evidence, [](const Evidence& e) { return json_of(e); })},
          {"clause", finding.clause},
          {"clause_text", finding.clause_text},
          {"hazard", finding.hazard},
          {"waiver", finding.waiver ? Json(*finding.waiver) : Json()},
          {"known", finding.known}};
}

Json head_of(const RuleResult& rule) {
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
          {"judged", rule.judged}};
}

// Of rules by verdict, and of findings that pass.
Json summary_json(const auto& plans) {
  std::array<size_t, 5> counts{};
  PassedFindings passed;
  for (const CheckResult& plan : plans) {
    std::array<size_t, 5> each = count_verdicts(plan);
    for (size_t i = 0; i < counts.size(); ++i) counts[i] += each[i];
    passed.waived += count_passed(plan).waived;
    passed.known += count_passed(plan).known;
  }
  Json summary = Json::object();
  for (size_t i = 0; i < counts.size(); ++i) summary[word(name(static_cast<Verdict>(i)))] = counts[i];
  summary["waived_findings"] = passed.waived;
  summary["known_findings"] = passed.known;
  return summary;
}

Json head_of(const CheckResult& plan) {
  return {{"plan", plan.plan_path},
          {"readable", plan.readable},
          {"accounts", plan.accounts},
          {"exit_code", plan.readable ? exit_code(plan) : 3},
          {"resource_changes", plan.resources},
          {"summary", summary_json(std::span(&plan, 1))},
          {"doubts", list_of(plan.doubts, [](const Doubt& doubt) { return Json(doubt.text); })}};
}

Json json_of(const Diagnostic& problem) {
  Json place = Json();
  if (problem.position) place = {{"line", problem.position->line}, {"column", problem.position->column}};
  return {{"id", id(problem.kind)},
          {"message", problem.message},
          {"help", text_or_null(problem.hint)},
          {"place", std::move(place)}};
}

Json json_of(const Waiver& waiver, const CheckReport& report) {
  Json source = {{"path", waiver.path}, {"line", waiver.line}};
  return {{"rule", waiver.rule},
          {"address", waiver.address},
          {"owner", waiver.owner},
          {"reason", waiver.reason},
          {"ticket", waiver.ticket},
          {"until", waiver.until},
          {"plan", waiver.plan},
          {"source", std::move(source)},
          {"state", name(state_of(waiver))},
          {"severity", name(waiver.severity)},
          {"blocks", blocks(waiver, report)},
          {"findings", waiver.findings},
          {"problems", list_of(waiver.problems, [](const Diagnostic& problem) { return json_of(problem); })}};
}

Json json_of(const BaselineEntry& entry) {
  return {{"plan", entry.plan},
          {"rule", entry.rule},
          {"address", entry.address},
          {"clause", entry.clause},
          {"verdict", word(name(entry.verdict))}};
}

Json json_of(const std::optional<BaselineUse>& baseline) {
  if (!baseline) return {};
  return {{"path", baseline->path},
          {"written", baseline->written},
          {"fixed", list_of(baseline->fixed, [](const BaselineEntry& entry) { return json_of(entry); })}};
}

Json unmatched_json(const CheckReport& report) {
  return list_of(report.unmatched, [&](uint32_t rule) { return Json(report.plans.front().rules[rule].name); });
}

Json head_of(const CheckReport& report) {
  return {{"schema", "berm.check"},
          {"schema_version", kJsonSchemaVersion},
          {"exit_code", exit_code(report)},
          {"block_at", name(report.block_at)},
          {"all", report.plans.front().all},
          {"today", report.today},
          {"summary", summary_json(report.plans)},
          {"waivers", list_of(report.waivers, [&](const Waiver& waiver) { return json_of(waiver, report); })},
          {"baseline", json_of(report.baseline)},
          {"matched_nothing", unmatched_json(report)}};
}

// Writes piece by piece: as one tree, the findings would take many times the memory of their text.
class JsonWriter {
 public:
  explicit JsonWriter(const Write& write) : write_(write) {}
  JsonWriter(const JsonWriter&) = delete;
  ~JsonWriter() { write_(pending_); }

  // An object's members that are at hand; `rest` writes the others, each behind member().
  void object(const Json& head, unsigned depth, const auto& rest) {
    std::string text = dumped(head, depth);
    text.resize(text.rfind('\n'));  // the closing brace stands on a line of its own
    put(text);
    rest();
    put(line(depth) + "}");
  }
  void member(std::string_view name, unsigned depth) { put(fmt::format(",{}\"{}\": ", line(depth), name)); }
  void list(const auto& items, unsigned depth, const auto& write_item) {
    if (items.empty()) return put("[]");
    std::string_view separator = "[";
    for (const auto& item : items) {
      put(separator);
      put(line(depth + 1));
      write_item(item);
      separator = ",";
    }
    put(line(depth) + "]");
  }
  void end() { put("\n"); }
  void value(const Json& json, unsigned depth) { put(dumped(json, depth)); }

 private:
  void put(std::string_view text) {
    constexpr size_t kPiece = 1 << 16;
    pending_ += text;
    if (pending_.size() < kPiece) return;
    write_(pending_);
    pending_.clear();
  }
  static std::string line(unsigned depth) { return "\n" + std::string(depth * 2, ' '); }
  // ASCII alone, so that no text from a plan reaches a terminal as a control; bad UTF-8 becomes U+FFFD. A line break in
  // a text is escaped, so those that are there are between values.
  static std::string dumped(const Json& json, unsigned depth) {
    std::string out;
    for (char c : json.dump(2, ' ', true, Json::error_handler_t::replace)) {
      if (c == '\n')
        out += line(depth);
      else
        out += c;
    }
    return out;
  }

  const Write& write_;
  std::string pending_;
};

void write_rule(JsonWriter& writer, const RuleResult& rule, const CheckResult& result, unsigned depth) {
  writer.object(head_of(rule), depth, [&] {
    writer.member("findings", depth + 1);
    writer.list(rule.findings, depth + 1,
                [&](const Finding& finding) { writer.value(json_of(rule, finding, result), depth + 2); });
    writer.member("assumptions", depth + 1);
    writer.list(rule.assumptions, depth + 1,
                [&](const AssumptionUsed& assumption) { writer.value(json_of(assumption), depth + 2); });
  });
}

void write_plan(JsonWriter& writer, const CheckResult& plan, unsigned depth) {
  writer.object(head_of(plan), depth, [&] {
    writer.member("rules", depth + 1);
    writer.list(plan.rules, depth + 1, [&](const RuleResult& rule) { write_rule(writer, rule, plan, depth + 2); });
  });
}

std::string_view word(Answer answer) {
  constexpr std::string_view kWords[] = {"yes", "no", "unknown", "value"};
  return kWords[static_cast<size_t>(answer)];
}

Json json_of(const Step& step) {
  return {{"text", step.text},
          {"value", step.value},
          {"note", step.note},
          {"answer", word(step.answer)},
          {"children", list_of(step.children, [](const Step& child) { return json_of(child); })}};
}

Json json_of(const Explanation& explanation) {
  return {{"rule", explanation.rule},
          {"address", explanation.address},
          {"change", explanation.change},
          {"verdict", word(name(explanation.verdict))},
          {"reason", explanation.reason},
          {"clauses", list_of(explanation.clauses, [](const Step& clause) { return json_of(clause); })}};
}

}  // namespace

void render_json(const CheckReport& report, const Write& write) {
  JsonWriter writer(write);
  writer.object(head_of(report), 0, [&] {
    writer.member("plans", 1);
    writer.list(report.plans, 1, [&](const CheckResult& plan) { write_plan(writer, plan, 2); });
  });
  writer.end();
}

void render_json(const std::vector<Explanation>& explanations, const Write& write) {
  JsonWriter writer(write);
  Json head = {{"schema", "berm.explanation"}, {"schema_version", kExplanationSchemaVersion}};
  writer.object(head, 0, [&] {
    writer.member("explanations", 1);
    writer.list(explanations, 1, [&](const Explanation& explanation) { writer.value(json_of(explanation), 2); });
  });
  writer.end();
}

}  // namespace berm::report
