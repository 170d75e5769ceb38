// Which exceptions of rules no test shows to matter.
#pragma once

#include <vector>

#include "apps/berm/test_report.h"
#include "compiler/driver/driver.h"

namespace berm::app {

// Of the rules about which some test expects `clean`, `satisfied` or `not denied`: each exception that may be deleted
// and every test still passes. `outcomes` are those of all tests, and they passed.
std::vector<UntestedException> untested_exceptions(driver::Project& project, bool standard_library,
                                                   const std::vector<reference::TestOutcome>& outcomes);

}  // namespace berm::app
