// Memory for values of many resources: in large pages, where the system has them, since asking for each of many small
// ones costs as much as building what stands in them. Internal to this folder.
#pragma once

#include <memory_resource>

namespace berm::stream {

// Blocks of less than a large page are those of new. Shared by threads.
std::pmr::memory_resource& large_pages();

}  // namespace berm::stream
