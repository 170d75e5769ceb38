// Check results as text, JSON, or GitHub workflow commands.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "runtime/report/check_report.h"
#include "runtime/report/explanation.h"

namespace berm::report {

enum class Format : uint8_t { Text, Json, Github };

struct Options {
  bool color = false;
  unsigned width = 100;  // columns; text is wrapped to it
  bool verbose = false;  // satisfied and not applicable rules one by one, not just counted
};

// Of the JSON reports, which docs/report.schema.json describes: members may be added without a new version; none
// changes its meaning or goes. Verdicts are written with `_` for a space. What a rule does not have is an empty string.
constexpr int kJsonSchemaVersion = 2;
constexpr int kExplanationSchemaVersion = 1;

std::string render(const CheckReport& report, Format format, const Options& options);

// The same in pieces: a plan with many findings makes a JSON report that is better not held as a whole.
using Write = std::function<void(std::string_view)>;
void render(const CheckReport& report, Format format, const Options& options, const Write& write);

// As text, or as JSON.
void render(const std::vector<Explanation>& explanations, Format format, const Options& options, const Write& write);

}  // namespace berm::report
