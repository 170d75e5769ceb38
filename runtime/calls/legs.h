// Which resource type a call is on. Internal to this folder.
#pragma once

#include <cstdint>
#include <string_view>

#include "runtime/calls/code.h"

namespace berm::calls {

// The place in CallCode.leg_types of the type that the name says, or else whose form of an ARN fits best, as
// catalog::Catalog::resource_type_of finds it; none.
uint32_t leg_type_named(const Code& code, const fb::CallLegs& legs, std::string_view name);
uint32_t leg_type_of_arn(const Code& code, const fb::CallLegs& legs, const ArnParts& arn);

}  // namespace berm::calls
