// The values of a condition: what its operator can read.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "access/variables.h"
#include "base/text.h"
#include "lint/linter.h"

namespace berm::lint {
namespace {

using access::Comparison;

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return c < 0x80 && std::isdigit(c); });
}

bool is_number(std::string_view text) {
  double value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

bool between(std::string_view text, int low, int high) {
  return all_digits(text) && text.size() <= 2 && std::stoi(std::string(text)) >= low &&
         std::stoi(std::string(text)) <= high;
}

// `Z`, `+01:00`, `-23`: whole hours have two digits.
bool is_zone(std::string_view text) {
  if (text == "Z" || text == "z") return true;
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return false;
  std::vector<std::string_view> parts = split(text.substr(1), ':');
  return parts.size() <= 2 && parts[0].size() == 2 && between(parts[0], 0, 23) &&
         (parts.size() == 1 || (parts[1].size() == 2 && between(parts[1], 0, 59)));
}

bool is_clock(std::string_view text) {
  size_t zone = text.find_first_of("Zz+-");
  if (zone == std::string_view::npos || !is_zone(text.substr(zone))) return false;
  std::vector<std::string_view> parts = split(text.substr(0, zone), ':');
  if (parts.size() > 3 || !between(parts[0], 0, 23)) return false;
  if (parts.size() > 1 && !between(parts[1], 0, 59)) return false;
  if (parts.size() < 3) return true;
  std::string_view seconds = parts[2].substr(0, parts[2].find('.'));
  bool fraction = seconds.size() == parts[2].size() || all_digits(parts[2].substr(seconds.size() + 1));
  return between(seconds, 0, 60) && fraction;
}

// A year, month or day of ISO 8601, with a time of day or without, as leniently as IAM takes it; or epoch seconds.
bool is_date(std::string_view text) {
  bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  size_t clock = text.find_first_of("Tt");
  std::vector<std::string_view> parts = split(text.substr(0, clock), '-');
  if (parts.size() > 3 || !all_digits(parts[0]) || parts[0].size() > 12) return false;
  if (parts.size() > 1 && !between(parts[1], 1, 12)) return false;
  if (parts.size() > 2 && !between(parts[2], 1, 31)) return false;
  return clock == std::string_view::npos || (parts.size() == 3 && is_clock(text.substr(clock + 1)));
}

bool is_boolean(std::string_view text) { return equals_ignore_case(text, "true") || equals_ignore_case(text, "false"); }

bool is_arn_pattern(std::string_view text) {
  std::string plain = access::without_variables(text);
  return plain.starts_with('*') || (plain.starts_with("arn:") && std::ranges::count(plain, ':') >= 5) ||
         (plain.starts_with("arn:") && plain.ends_with('*'));
}

// A value that the operator can't read; IAM refuses such a date and stores the rest.
void wrong(DiagnosticKind check, const Item& value, std::string_view what, Context& context, bool refused = false) {
  context.add(check, value, fmt::format("`{}` is no {}", value.text, what)).refused = refused;
}

void check_value(const Test& test, const Item& value, Context& context) {
  const std::string& text = value.text;
  switch (test.op->comparison) {
    case Comparison::Boolean:
    case Comparison::Presence:
      if (!is_boolean(text)) wrong(DiagnosticKind::LintNotBoolean, value, "boolean", context);
      break;
    case Comparison::Number:
      if (!is_number(text)) wrong(DiagnosticKind::LintNotNumber, value, "number", context);
      break;
    case Comparison::Date:
      if (!is_date(text)) wrong(DiagnosticKind::LintNotDate, value, "date", context, true);
      break;
    case Comparison::Arn:
      if (!is_arn_pattern(text)) wrong(DiagnosticKind::LintNotArn, value, "ARN: nothing is like it", context);
      break;
    case Comparison::Text:
    case Comparison::TextIgnoreCase:
      if (has_wildcard(access::without_variables(text)) && text.find("${") == std::string::npos) {
        context
            .add(DiagnosticKind::LintWildcardWithoutLike, value,
                 fmt::format("under `{}`, the wildcard of `{}` stands for itself", test.op_item.text, text))
            .hint = "write `StringLike` or `StringNotLike` where a pattern is meant";
      }
      break;
    case Comparison::Glob:
    case Comparison::Binary:
    case Comparison::Address: break;
  }
}

}  // namespace

void check_values(const Test& test, Context& context) {
  if (test.values.empty()) {
    context.add(DiagnosticKind::LintEmptyValues, test.value,
                fmt::format("`{}` is compared with nothing", test.key.text));
  }
  for (const Item& value : test.values) {
    if (value.text.find("${") == std::string::npos || access::takes_variables(test.op->comparison)) {
      check_value(test, value, context);
    }
  }
  if (test.op->comparison == Comparison::Boolean && test.values.size() > 1) {
    context.add(DiagnosticKind::LintMultipleBoolean, test.value, "a boolean is compared with one value");
  }
  if (test.op->comparison == Comparison::Address) check_addresses(test, context);
}

}  // namespace berm::lint
