// A report with a few findings, for what speaks of findings.
#pragma once

#include "runtime/report/check_report.h"

namespace berm::fuzz {

report::CheckReport findings();

}  // namespace berm::fuzz
