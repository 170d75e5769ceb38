// ARNs taken apart: "arn:aws:iam::111122223333:role/a".
#pragma once

#include <string_view>
#include <vector>

namespace berm::access {

// Its six parts, of which the last may hold colons; fewer: not an ARN.
std::vector<std::string_view> arn_parts(std::string_view arn);
// What stands in the account's place; empty: nothing, or no ARN.
std::string_view account_in(std::string_view arn);

}  // namespace berm::access
