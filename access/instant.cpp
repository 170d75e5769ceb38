#include "access/instant.h"

#include <fmt/chrono.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "access/evaluate.h"

namespace berm::access {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads from the front of a text; every step answers whether it fitted.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}
  bool done() const { return rest_.empty(); }

  bool take(char wanted) {
    if (rest_.empty() || (rest_.front() | 0x20) != (wanted | 0x20)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool number(size_t digits, int low, int high, int& out) {
    if (rest_.size() < digits || !std::all_of(rest_.begin(), rest_.begin() + digits, is_digit)) return false;
    std::from_chars(rest_.data(), rest_.data() + digits, out);
    rest_.remove_prefix(digits);
    return out >= low && out <= high;
  }

  // Digits after the point; those past the ninth are dropped.
  bool fraction(uint32_t& nanos) {
    size_t count = 0;
    for (; count < rest_.size() && is_digit(rest_[count]); ++count) {
      if (count < 9) nanos = nanos * 10 + static_cast<uint32_t>(rest_[count] - '0');
    }
    for (size_t i = count; i < 9; ++i) nanos *= 10;
    rest_.remove_prefix(count);
    return count > 0;
  }

 private:
  std::string_view rest_;
};

bool scan_date(Scanner& scan, int64_t& days) {
  int year = 0, month = 1, day = 1;
  if (!scan.number(4, 0, 9999, year)) return false;
  if (scan.take('-') && (!scan.number(2, 1, 12, month) || (scan.take('-') && !scan.number(2, 1, 31, day))))
    return false;
  using namespace std::chrono;
  year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                      std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return false;
  days = sys_days(date).time_since_epoch().count();
  return true;
}

// hh:mm[:ss[.fraction]]
bool scan_time(Scanner& scan, Instant& out) {
  int hours = 0, minutes = 0, seconds = 0;
  if (!scan.number(2, 0, 23, hours) || !scan.take(':') || !scan.number(2, 0, 59, minutes)) return false;
  if (scan.take(':')) {
    if (!scan.number(2, 0, 59, seconds)) return false;
    if (scan.take('.') && !scan.fraction(out.nanos)) return false;
  }
  out.seconds += hours * 3600 + minutes * 60 + seconds;
  return true;
}

// Z, +hh, +hhmm, +hh:mm; nothing is UTC.
bool scan_offset(Scanner& scan, Instant& out) {
  if (scan.done() || scan.take('Z')) return true;
  bool west = scan.take('-');
  if (!west && !scan.take('+')) return false;
  int hours = 0, minutes = 0;
  if (!scan.number(2, 0, 23, hours)) return false;
  if (!scan.done()) {
    scan.take(':');
    if (!scan.number(2, 0, 59, minutes)) return false;
  }
  out.seconds += (west ? 1 : -1) * (hours * 3600 + minutes * 60);
  return true;
}

// Epoch seconds: digits only, with a sign and a fraction if need be.
std::optional<Instant> parse_epoch(std::string_view text) {
  int64_t seconds = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc()) return std::nullopt;
  Scanner scan(text.substr(static_cast<size_t>(end - text.data())));
  Instant out{seconds, 0};
  if (!scan.done() && (!scan.take('.') || !scan.fraction(out.nanos) || !scan.done())) return std::nullopt;
  if (text.front() == '-' && out.nanos > 0) out = {seconds - 1, 1'000'000'000 - out.nanos};
  return out;
}

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
  if (auto epoch = parse_epoch(text)) return epoch;
  Scanner scan(text);
  int64_t days = 0;
  if (!scan_date(scan, days)) return std::nullopt;
  Instant out{days * 86400, 0};
  if (scan.take('T') && (!scan_time(scan, out) || !scan_offset(scan, out))) return std::nullopt;
  return scan.done() ? std::optional(out) : std::nullopt;
}

std::optional<int64_t> parse_time(std::string_view text) {
  auto instant = parse_instant(text);
  return instant ? std::optional(instant->seconds) : std::nullopt;
}

std::string time_text(int64_t seconds) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

}  // namespace berm::access
