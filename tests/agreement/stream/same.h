// Whether two outcomes of a check are the same, in every field; else where they differ.
#pragma once

#include <string>

#include "runtime/report/verdict.h"

namespace berm::agreement {

// Empty: nowhere.
std::string difference(const report::CheckResult& a, const report::CheckResult& b);

}  // namespace berm::agreement
