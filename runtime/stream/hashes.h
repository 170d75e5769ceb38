// Names of a plan as numbers, by which things are found again. Internal to this folder.
//
// Whoever writes a configuration chooses its names: two that had the same number would hide one another. So the key is
// another one in each process, and nothing that depends on a number may be shown.
#pragma once

#include <cstdint>
#include <string_view>

namespace berm::stream {

// Of an address without instances: `module.net.aws_vpc.this`; other addresses and names are good, too.
uint64_t block_hash(std::string_view address);
// Of "aws_vpc", "data.aws_ami".
uint32_t type_hash(std::string_view type);
// Of an address without instances: "module.net".
uint32_t module_hash(std::string_view module);

}  // namespace berm::stream
