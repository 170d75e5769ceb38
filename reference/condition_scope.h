// What the conditions of a statement leave of everybody's calls. Internal to this folder.
#pragma once

#include "reference/policy.h"

namespace berm::reference {

// Whether some call of every caller fulfils the conditions of an `Allow`. One of them narrows callers only if it is a
// positive test, false without its key, of a key that callers don't bring to any value themselves.
Tri open_to_anyone(const Value& conditions);
// Whether the conditions are only about what every caller chooses. Whoever is named is named under them as well.
Tri chosen_by_callers(const Value& conditions);

// Of one condition of a `Deny`: whether callers can avoid it; whether some caller anywhere fulfils it by being none of
// those named.
bool is_avoidable(const Value& condition);
bool is_about_anyone_else(const Value& condition);

}  // namespace berm::reference
