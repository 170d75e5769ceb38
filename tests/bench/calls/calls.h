// API calls, made up: requests as `berm sim --json-lines` reads them, and events as CloudTrail writes them.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace berm::bench {

using Sink = std::function<void(std::string_view piece)>;

// JSON lines.
void write_requests(uint64_t count, const Sink& sink);

// One file: `Records` from the given number on.
void write_events(uint64_t first, uint64_t count, const Sink& sink);

}  // namespace berm::bench
