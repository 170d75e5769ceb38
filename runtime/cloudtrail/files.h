// Files of CloudTrail events: JSON, JSON lines, either compressed by gzip, and folders of them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "runtime/cloudtrail/event.h"

namespace berm::cloudtrail {

// The paths, and of folders every file below that may hold events, in order of their names. Digests, which CloudTrail
// writes beside them, are left out. Reports what is not there.
std::vector<std::string> files_of(const std::vector<std::string>& paths, Diagnostics& diagnostics);

// Visits the events of a file up to what can't be read, which is reported (FileNotReadable) with the number of the
// record. False: something could not be read.
bool read_events(const std::string& path, const std::function<void(const Event&)>& visit, Diagnostics& diagnostics);
// The same of many, one after the other; another thread inflates ahead of what is visited.
bool read_events(const std::vector<std::string>& paths, const std::function<void(const Event&)>& visit,
                 Diagnostics& diagnostics);

}  // namespace berm::cloudtrail
