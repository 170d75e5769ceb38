// The report of `berm lint-policy` as JSON.
#include <nlohmann/json.hpp>

#include "apps/berm/lint_report.h"

namespace berm::app {
namespace {

using Json = nlohmann::ordered_json;

Json finding_json(const lint::Finding& finding, const SourceFile& file) {
  LineColumn at = file.position(finding.begin);
  return {{"code", id(finding.check)}, {"type", lint::type_of(level(finding.check))},
          {"path", finding.path},      {"line", at.line},
          {"column", at.column},       {"message", finding.message},
          {"help", finding.hint},      {"refused", finding.refused}};
}

}  // namespace

std::string lint_json(const std::vector<LintedFile>& files, const SourceSet& sources) {
  Json list = Json::array();
  for (const LintedFile& each : files) {
    const SourceFile& file = sources.file(each.file);
    Json findings = Json::array();
    for (const lint::Finding& finding : each.report.findings) findings.push_back(finding_json(finding, file));
    list.push_back({{"file", file.path()},
                    {"kind", lint::name(each.report.kind)},
                    {"size", each.report.size},
                    {"quota", each.report.quota > 0 ? Json(each.report.quota) : Json()},
                    {"passes", each.report.passes()},
                    {"refused", each.report.refused()},
                    {"findings", findings}});
  }
  Json report = {{"schema", "berm.lint_policy"}, {"schema_version", 1}, {"files", list}};
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace berm::app
