// Every action of the catalogue, on every resource type that it may be called on.
#pragma once

#include <functional>
#include <vector>

#include "access/request.h"
#include "catalog/catalog.h"

namespace berm::verify {

// Visits the calls of an action with the keys of each of `contexts`, those that the resource type carries: on an ARN of
// that type, and on the context's own resource where it is of that type. Ends where `visit` returns false.
bool visit_calls(const catalog::Action& action, const std::vector<access::Request>& contexts,
                 const catalog::Catalog& catalog, const std::function<bool(access::Request)>& visit);

}  // namespace berm::verify
