// Points in time as IAM's Date operators compare them. Internal to this folder.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace berm::access {

struct Instant {
  int64_t seconds = 0;  // since 1970, rounded down
  uint32_t nanos = 0;
  auto operator<=>(const Instant&) const = default;
};

std::optional<Instant> parse_instant(std::string_view text);

}  // namespace berm::access
