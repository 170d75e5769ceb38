// What AWS keeps for itself, whatever policies say. Internal to this folder.
#pragma once

#include <string>

#include "access/request.h"

namespace berm::access {

// Why nobody may make this call; empty: policies decide.
std::string refused_by_aws(const Request& request);

// Nothing is needed for the call and nothing can deny it.
bool needs_no_permission(const Request& request);

}  // namespace berm::access
