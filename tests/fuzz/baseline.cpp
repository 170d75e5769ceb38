// Baselines: reading, writing again, and marking what they know.
#include "runtime/baseline/baseline.h"

#include "runtime/report/report.h"
#include "tests/fuzz/diagnosed.h"
#include "tests/fuzz/findings.h"
#include "tests/fuzz/fuzz.h"

namespace berm::fuzz {

void baseline(std::string_view input) {
  Diagnostics diagnostics;
  auto read = baseline::read(input, "baseline.json", diagnostics);
  show(diagnostics);
  require(read.has_value() != diagnostics.has_errors(), "a baseline is read, or it is said why not");
  if (!read) return;
  std::string written = baseline::write(*read);
  auto again = baseline::read(written, "baseline.json", diagnostics);
  require(again.has_value(), "what is written can be read");
  require(baseline::write(*again) == written, "what is read back is written alike");
  report::CheckReport report = findings();
  baseline::apply(*read, report);
  require(!report::render(report, report::Format::Json, {}).empty(), "a report says something");
}

}  // namespace berm::fuzz
