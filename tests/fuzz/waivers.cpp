// waivers.yaml: reading it, and marking what it speaks of.
#include "runtime/waivers/waivers.h"
#include "runtime/report/report.h"
#include "tests/fuzz/diagnosed.h"
#include "tests/fuzz/findings.h"
#include "tests/fuzz/fuzz.h"

namespace berm::fuzz {

void waivers(std::string_view input) {
  Diagnostics diagnostics;
  waivers::Day today = *waivers::parse_day("2026-11-22");
  auto read = waivers::read_waivers(input, "waivers.yaml", {{"acme.a"}, {"acme.b[team]"}}, today, diagnostics);
  show(diagnostics);
  require(read.has_value() != diagnostics.has_errors(), "waivers are read, or it is said why not");
  if (!read) return;
  report::CheckReport report = findings();
  report.waivers = std::move(*read);
  waivers::apply(report);
  for (report::Format format : {report::Format::Text, report::Format::Json, report::Format::Github}) {
    require(!report::render(report, format, {}).empty(), "a report says something");
  }
}

}  // namespace berm::fuzz
