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

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

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
          {"missing", text_or_null(finding.missing)},
          {"missing_reason", text_or_null(finding.missing_reason)},
          {"evidence", list_of(finding.evidence, [](const Evidence& e) { return json_of(e); })},
          {"clause", finding.clause}};
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

Json summary_json(const CheckResult& result) {
  Json summary = Json::object();
  std::array<size_t, 5> counts = count_verdicts(result);
  for (size_t i = 0; i < counts.size(); ++i) summary[word(name(static_cast<Verdict>(i)))] = counts[i];
  return summary;
}

Json head_of(const CheckResult& result) {
  return {{"schema", "berm.check"},
          {"schema_version", kJsonSchemaVersion},
          {"plan", result.plan_path},
          {"resource_changes", result.resources},
          {"block_at", name(result.block_at)},
          {"all", result.all},
          {"exit_code", exit_code(result)},
          {"summary", summary_json(result)},
          {"doubts", list_of(result.doubts, [](const Doubt& doubt) { return Json(doubt.text); })}};
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

void write_rule(JsonWriter& writer, const RuleResult& rule, const CheckResult& result) {
  constexpr unsigned kDepth = 2;
  writer.object(head_of(rule), kDepth, [&] {
    writer.member("findings", kDepth + 1);
    writer.list(rule.findings, kDepth + 1,
                [&](const Finding& finding) { writer.value(json_of(rule, finding, result), kDepth + 2); });
    writer.member("assumptions", kDepth + 1);
    writer.list(rule.assumptions, kDepth + 1,
                [&](const AssumptionUsed& assumption) { writer.value(json_of(assumption), kDepth + 2); });
  });
}

}  // namespace

void render_json(const CheckResult& result, const Write& write) {
  JsonWriter writer(write);
  writer.object(head_of(result), 0, [&] {
    writer.member("rules", 1);
    writer.list(result.rules, 1, [&](const RuleResult& rule) { write_rule(writer, rule, result); });
  });
  writer.end();
}

}  // namespace berm::report
