// What `berm test` prints.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "reference/coverage.h"
#include "reference/reference.h"

namespace berm::app {

// An exception of a rule that no test shows to matter.
struct UntestedException {
  std::string rule;
  Span span;
  std::string test;  // the title of one that expects nothing of the rule, with or without the exception
};

struct TestReport {
  std::vector<reference::TestOutcome> outcomes;
  std::optional<std::vector<reference::RuleCoverage>> coverage;
  std::vector<UntestedException> untested;
};

size_t failed_count(const TestReport& report);

std::string test_text(const TestReport& report, const SourceSet& sources, bool color, bool verbose);

// Of the JSON: members may be added without a new version; none changes its meaning or goes.
//
//   schema "berm.test", schema_version, passed, failed,
//   tests [{title, path, line, passed, failures [{path, line, column, expected, seen, findings [text]}]}],
//   untested_exceptions [{rule, path, line, column, test}],
//   coverage null | {reached, wanted, rules [{name, path, line, reached, wanted,
//                    gaps [{kind, path, line, column, text, never_true, never_false}]}]}
std::string test_json(const TestReport& report, const SourceSet& sources);

}  // namespace berm::app
