// Check results as text, JSON, or GitHub workflow commands.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "runtime/report/verdict.h"

namespace berm::report {

enum class Format : uint8_t { Text, Json, Github };

struct Options {
  bool color = false;
  unsigned width = 100;  // columns; text is wrapped to it
  bool verbose = false;  // satisfied and not applicable rules one by one, not just counted
};

// Of the JSON report: members may be added without a new version; none changes its meaning or goes.
//
//   schema "berm.check", schema_version, plan, resource_changes, block_at, all, exit_code,
//   summary {violated, not_proven, satisfied, not_applicable, not_judged_here}: counts of rules,
//   doubts [text],
//   rules [{name, verdict, severity, if_unknown "fail" | "warn" | "pass", doc, text, owner, playbook, remediation,
//           source {path, line}, reason, judged,
//           findings [{verdict, blocks, pre_existing, address, change, message, missing: path | null,
//                      missing_reason: text | null (not known before apply), evidence [{path, value}], clause}],
//           assumptions [{address, path, value}]}]
//
// Verdicts are written with `_` for a space. What a rule does not have is an empty string.
constexpr int kJsonSchemaVersion = 1;

std::string render(const CheckResult& result, Format format, const Options& options);

// The same in pieces: a plan with many findings makes a JSON report that is better not held as a whole.
using Write = std::function<void(std::string_view)>;
void render(const CheckResult& result, Format format, const Options& options, const Write& write);

}  // namespace berm::report
