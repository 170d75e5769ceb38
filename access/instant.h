// Points in time as IAM's Date operators compare them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace berm::access {

struct Instant {
  int64_t seconds = 0;  // since 1970, rounded down
  uint32_t nanos = 0;
  auto operator<=>(const Instant&) const = default;
};

std::optional<Instant> parse_instant(std::string_view text);
// "2026-01-31T08:00:00Z", as AWS sends aws:CurrentTime; `seconds` as in Instant, of years with four digits.
std::string time_text(int64_t seconds);

}  // namespace berm::access
