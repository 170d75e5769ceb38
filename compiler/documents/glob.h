// How two IAM patterns lie to each other, by the names that this folder knows them by.
#pragma once

#include "base/glob.h"

namespace berm::documents {

using berm::arn_covers;
using berm::arns_overlap;
using berm::glob_covers;
using berm::globs_overlap;
using berm::is_whole_arn;

}  // namespace berm::documents
