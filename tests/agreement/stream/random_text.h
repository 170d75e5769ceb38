// The text of a plan whose resources refer to one another, in modules, by count and for_each, known and not.
#pragma once

#include <string>

#include "tests/agreement/plans/choices.h"

namespace berm::agreement {

std::string random_plan_text(Choices& choices);

}  // namespace berm::agreement
