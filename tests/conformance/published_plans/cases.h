// Published verdicts on plans, and the tables beside this file.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ir/ir.h"

namespace berm::published {

// $BERM_FIXTURES, or `../shared/fixtures` beside the source.
std::filesystem::path fixtures();
bool fixtures_present();

// The rows of a table beside this file, split at tabs; `#` starts a remark.
std::vector<std::vector<std::string>> table(const std::string& name, size_t columns);

// One line of an EXPECT.jsonl.
struct Case {
  std::string suite, rule_id, file;
  std::string granularity;  // "resource", "plan", "count"
  std::string resource;     // address, of granularity resource
  bool passes = false;
  std::optional<int64_t> violations;  // how many the publisher counts, of granularity count
};
std::vector<Case> cases();

// suite and rule_id → a hazard of the standard library ("std.…") or a rule of ours ("published.…")
using Mapping = std::map<std::pair<std::string, std::string>, std::string>;
Mapping mapping();

// The rule that forbids the hazard in the library's own tests, which are in its package; packs forbid it too, in
// theirs.
const ir::Rule* rule_of(const ir::Module& module, const std::string& hazard);

// docs/conformance-plans.md shows the text as it was just measured, between `<!-- name -->` and `<!-- /name -->`. With
// BERM_UPDATE=1 in the environment the page is brought up to date instead.
void expect_documented(const std::string& name, const std::string& text);

}  // namespace berm::published
