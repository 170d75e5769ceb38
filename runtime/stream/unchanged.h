// Changes that say the same before and after need only be read once. Internal to this folder.
#pragma once

#include <string>
#include <string_view>

namespace berm::stream {

// Writes an element of `resource_changes` without what was before, where that is what will be, to the byte and with the
// same marks, and nothing is unknown: before and after are the same values then. False: nothing is written, since it is
// not so, or not written as Terraform writes it. Behind the element 64 bytes must be readable.
bool add_unchanged(std::string_view element, std::string& out);

}  // namespace berm::stream
