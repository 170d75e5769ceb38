// Calendar days in UTC.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace berm::waivers {

using Day = std::chrono::sys_days;

// `2026-12-31`, and nothing else; none where there is no such day.
std::optional<Day> parse_day(std::string_view text);
std::string to_text(Day day);
Day today();

}  // namespace berm::waivers
