// Requests by which somebody may try to get past the statements that guard an action.
#pragma once

#include <string>
#include <vector>

#include "access/policy.h"
#include "access/request.h"
#include "catalog/catalog.h"

namespace berm::documents {

// One call, without what the caller chooses: its source, its region, its parameters.
struct Attempt {
  access::Request base;               // action, resource, and who calls
  std::vector<std::string> tag_keys;  // the call sets these tags at least
};

struct Guard {
  const access::Document* document = nullptr;
  bool allows = false;  // what it does not allow it denies: a boundary
};

// Whether the guards deny the call whatever its caller chooses: each key that a guarding statement tests goes
// through absence, each value named and another one, in all combinations. Who calls stays: a guard may except some.
bool is_closed(const Attempt& attempt, const std::vector<Guard>& guards, const catalog::Catalog& catalog);

}  // namespace berm::documents
