// Where iam-simulate reads a document otherwise than AWS documents it (docs/agreement.md): each reading as a change of
// the document or the call that makes our evaluator decide as it does.
#pragma once

#include <optional>
#include <string_view>

#include "access/request.h"
#include "tests/agreement/trial.h"

namespace berm::agreement {

// The name of the first reading by which our evaluator denies the call, or leaves it, as the simulator does; none where
// neither one nor all together explain it.
std::optional<std::string_view> reading_behind(const Trial& trial, const access::Request& request, bool denied);

}  // namespace berm::agreement
