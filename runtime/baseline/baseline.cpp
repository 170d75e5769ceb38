// The file: sorted JSON.
#include "runtime/baseline/baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace berm::baseline {
namespace {

using Json = nlohmann::ordered_json;
using report::BaselineEntry;
using report::Verdict;

constexpr std::string_view kSchema = "berm.baseline";
constexpr int kSchemaVersion = 1;
constexpr std::string_view kKeys[] = {"plan", "rule", "address", "clause", "verdict"};

std::string_view word(Verdict verdict) { return verdict == Verdict::Violated ? "violated" : "not_proven"; }

Json json_of(const BaselineEntry& entry) {
  return {{"plan", entry.plan},
          {"rule", entry.rule},
          {"address", entry.address},
          {"clause", entry.clause},
          {"verdict", word(entry.verdict)}};
}

// What is wrong with an entry, in words; empty: nothing.
std::string read_entry(const Json& json, BaselineEntry& entry) {
  if (!json.is_object() || json.size() != std::size(kKeys)) return "is not what berm writes";
  for (std::string_view key : kKeys) {
    auto at = json.find(key);
    if (at == json.end() || !at->is_string()) return fmt::format("has no text `{}`", key);
  }
  std::string verdict = json["verdict"];
  if (verdict != word(Verdict::Violated) && verdict != word(Verdict::NotProven)) return "has an unknown `verdict`";
  entry = {json["plan"], json["rule"], json["address"], json["clause"],
           verdict == word(Verdict::Violated) ? Verdict::Violated : Verdict::NotProven};
  return {};
}

std::string read_root(const Json& root, Baseline& baseline) {
  if (!root.is_object() || root.value("schema", Json()) != kSchema) return "it is not a baseline";
  if (root.value("schema_version", Json()) != kSchemaVersion) return "it is of another version";
  auto at_plans = root.find("plans"), at_findings = root.find("findings");
  bool lists = at_plans != root.end() && at_plans->is_array() && at_findings != root.end() && at_findings->is_array();
  if (!lists) return "it has no lists of `plans` and `findings`";
  const Json &plans = *at_plans, &findings = *at_findings;
  for (const Json& plan : plans) {
    if (!plan.is_string()) return "one of its `plans` is not a text";
    baseline.plans.push_back(plan);
  }
  for (size_t i = 0; i < findings.size(); ++i) {
    std::string why = read_entry(findings[i], baseline.entries.emplace_back());
    if (!why.empty()) return fmt::format("its finding {} {}", i + 1, why);
  }
  std::sort(baseline.entries.begin(), baseline.entries.end());
  return {};
}

}  // namespace

std::string write(const Baseline& baseline) {
  Json root = {{"schema", kSchema}, {"schema_version", kSchemaVersion}, {"plans", baseline.plans}};
  root["findings"] = Json::array();
  for (const BaselineEntry& entry : baseline.entries) root["findings"].push_back(json_of(entry));
  return root.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

std::optional<Baseline> read(std::string_view json, const std::string& path, Diagnostics& diagnostics) {
  Baseline baseline;
  baseline.path = path;
  // The library parses and frees without recursion. Its parser with a callback would be quadratic in the length of a
  // list.
  Json root =
      find_invalid_utf8(json) ? Json(Json::value_t::discarded) : Json::parse(json, nullptr, /*allow_exceptions=*/false);
  std::string why = root.is_discarded() ? "it is not whole JSON" : read_root(root, baseline);
  if (why.empty()) return baseline;
  diagnostics.add(DiagnosticKind::BaselineNotReadable, fmt::format("can't use `{}` as a baseline: {}", path, why))
      .at(InputPosition{path})
      .help("`berm check --write-baseline FILE` writes one");
  return std::nullopt;
}

}  // namespace berm::baseline
