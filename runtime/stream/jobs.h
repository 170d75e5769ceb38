// Work that is shared by two threads where that is worth it. Internal to this folder.
#pragma once

#include <cstddef>
#include <functional>

namespace berm::stream {

// Does jobs 0 to `jobs`, each once, on this thread and with `two` on another, too, in no order; `worker` is 0 or 1.
// False: one threw Refused or found no memory, and some may not have been done.
bool run_jobs(size_t jobs, bool two, const std::function<void(size_t worker, size_t job)>& work);

}  // namespace berm::stream
