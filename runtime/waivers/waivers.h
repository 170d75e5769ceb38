// waivers.yaml: findings that somebody answers for until a day.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "runtime/report/check_report.h"
#include "runtime/waivers/date.h"

namespace berm::waivers {

// A rule of the project, whether this run judges it or not.
struct RuleName {
  std::string name;
  report::Severity severity = report::Severity::Medium;
};

// `path` stands in messages. Reported, with nothing returned: a file that is no list of waivers, and one that names a
// rule which is not there. What is wrong with one entry goes into its problems; so does that it has expired, or soon
// will.
std::optional<std::vector<report::Waiver>> read_waivers(std::string_view text, const std::string& path,
                                                        const std::vector<RuleName>& rules, Day today,
                                                        Diagnostics& diagnostics);

// Marks the findings that the report's waivers let pass, counts what each speaks of, and notes those that speak of
// nothing though a rule and a plan that they name were judged.
void apply(report::CheckReport& report);

}  // namespace berm::waivers
