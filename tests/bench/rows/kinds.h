// How each row is measured. Each throws NotMeasured where it can't be.
#pragma once

#include "tests/bench/rows/subject.h"

namespace berm::bench {

Row check_row(const Subject& subject);
Row one_core_row(const Subject& subject);
Row joins_row(const Subject& subject);
Row memory_row(const Subject& subject);
Row many_rules_row(const Subject& subject);
Row small_row(const Subject& subject);
Row growth_row(const Subject& subject);
Row call_row(const Subject& subject);
Row sim_row(const Subject& subject);
Row replay_row(const Subject& subject);
Row compile_row(const Subject& subject);
Row opa_row(const Subject& subject);

}  // namespace berm::bench
