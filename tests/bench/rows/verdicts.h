// What two programs found in the same plan by the ten rules, to compare.
#pragma once

#include <set>
#include <string>

namespace berm::bench {

using Verdicts = std::set<std::string>;  // "R7 module.db[\"a\"].aws_db_instance.this"

// The output of `opa eval --format json … data.guard.deny`.
Verdicts verdicts_of_opa(const std::string& path);

// That of `berm check --format json` by the ten rules in Berm: violations, new or not.
Verdicts verdicts_of_berm(const std::string& path);

}  // namespace berm::bench
