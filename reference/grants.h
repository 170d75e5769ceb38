// What a policy grants; docs/decisions/0013 says what that means.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "ir/ir.h"
#include "reference/policy.h"

namespace berm::reference {

struct Granted {
  Tri answer = Tri::False;
  std::string action;    // True: one that is granted
  std::string_view why;  // Unknown: in words
};

// `actions`: those that `grant.actions` stands for.
Granted grants(const Policy& policy, const ir::Grant& grant, std::span<const std::string_view> actions);

}  // namespace berm::reference
