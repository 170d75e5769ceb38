#include "compiler/check/literals.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "access/evaluate.h"

namespace berm::check {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

bool is_account(std::string_view text) { return text.size() == 12 && std::all_of(text.begin(), text.end(), is_digit); }

// `eu-west-1`, `us-gov-east-1`: words of lower-case letters, then a number.
bool is_region(std::string_view text) {
  std::vector<std::string_view> parts = split(text, '-');
  if (parts.size() < 3 || parts.size() > 5) return false;
  auto all = [](std::string_view part, bool (*test)(char)) {
    return !part.empty() && std::all_of(part.begin(), part.end(), test);
  };
  auto is_word = [&](std::string_view part) { return all(part, is_lower); };
  return std::all_of(parts.begin(), parts.end() - 1, is_word) && all(parts.back(), is_digit);
}

bool is_arn(std::string_view text) {
  return text.starts_with("arn:") && std::count(text.begin(), text.end(), ':') >= 5;
}

struct ShapeRule {
  const char* noun;
  const char* hint;
};

ShapeRule shape_rule(ir::Type kind) {
  switch (kind) {
    case ir::Type::Cidr: return {"a cidr", "a cidr is an address and a prefix length, such as `10.0.0.0/8` or `::/0`"};
    case ir::Type::Arn: return {"an ARN", "an ARN has six parts, such as `arn:aws:s3:::bucket/*`; each may be `*`"};
    case ir::Type::Region: return {"a region", "a region looks like `eu-west-1`"};
    case ir::Type::Account: return {"an account id", "an account id is 12 digits"};
    case ir::Type::Time: return {"a time", "a time looks like `2026-01-31T12:00:00Z`"};
    case ir::Type::Duration:
      return {"a duration", "a duration is a number and a unit: `90s`, `30m`, `12h`, `7d` or `2w`"};
    default: return {"", ""};
  }
}

bool has_shape(std::string_view text, ir::Type kind) {
  switch (kind) {
    case ir::Type::Cidr: return access::parse_cidr(text).has_value();
    case ir::Type::Arn: return is_arn(text);
    case ir::Type::Region: return is_region(text);
    case ir::Type::Account: return is_account(text);
    default: return true;
  }
}

Misfit wrong_shape(const ir::Value& value, ir::Type kind) {
  ShapeRule rule = shape_rule(kind);
  return {true, fmt::format("`{}` is not {}", std::get<std::string>(value.data), rule.noun), rule.hint};
}

Misfit wrong_type(const ir::Value& value, const Type& expected) {
  std::string hint;
  bool scalar = std::holds_alternative<bool>(value.data) || std::holds_alternative<int64_t>(value.data) ||
                std::holds_alternative<double>(value.data);
  if (expected.is_text() && scalar) hint = fmt::format("write `\"{}\"`", show(value));
  return {false, fmt::format("`{}` is not {}", show(value), describe(expected)), hint};
}

std::optional<Misfit> fit_string(ir::Value& value, const Type& expected) {
  const std::string& text = std::get<std::string>(value.data);
  if (expected.is_text()) {
    return has_shape(text, expected.kind) ? std::nullopt : std::optional<Misfit>(wrong_shape(value, expected.kind));
  }
  if (expected.is(ir::Type::Time)) {
    std::optional<int64_t> time = access::parse_time(text);
    if (!time) return wrong_shape(value, expected.kind);
    value.data = *time;
    return std::nullopt;
  }
  return wrong_type(value, expected);
}

std::optional<Misfit> fit_list(ir::ValueList& list, const Type& expected) {
  Type element = expected.element_type();
  for (ir::Value& item : list) {
    if (std::optional<Misfit> misfit = fit_value(item, element)) return misfit;
  }
  return std::nullopt;
}

std::optional<Misfit> fit_map(ir::ValueMap& map, const Type& expected) {
  Type element = expected.element_type();
  for (auto& [key, item] : map) {
    if (std::optional<Misfit> misfit = fit_value(item, element)) return misfit;
  }
  return std::nullopt;
}

// Text as a manifest has it → the scalar that the type wants.
bool read_scalar(ir::Value& value, const std::string& text, ir::Type kind) {
  const char* end = text.data() + text.size();
  if (kind == ir::Type::Bool) {
    if (text != "true" && text != "false") return false;
    value.data = text == "true";
  } else if (kind == ir::Type::Int) {
    int64_t number = 0;
    auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end) return false;
    value.data = number;
  } else if (kind == ir::Type::Float) {
    double number = 0;
    auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end || !std::isfinite(number)) return false;
    value.data = number;
  } else if (kind == ir::Type::Duration) {
    std::optional<int64_t> seconds = parse_duration(text);
    if (!seconds) return false;
    value.data = *seconds;
  }
  return true;
}

}  // namespace

std::optional<Misfit> fit_value(ir::Value& value, const Type& expected) {
  if (expected.error || expected.is_any()) return std::nullopt;
  if (value.is_null()) return expected.nullable ? std::nullopt : std::optional<Misfit>(wrong_type(value, expected));
  if (std::holds_alternative<std::string>(value.data)) return fit_string(value, expected);
  if (auto* list = std::get_if<ir::ValueList>(&value.data); list != nullptr && expected.is_array()) {
    return fit_list(*list, expected);
  }
  if (auto* map = std::get_if<ir::ValueMap>(&value.data); map != nullptr) {
    if (expected.is(ir::Type::Map)) return fit_map(*map, expected);
    if (expected.is(ir::Type::Object)) return std::nullopt;
  }
  if (expected.is(ir::Type::Bool) && std::holds_alternative<bool>(value.data)) return std::nullopt;
  bool integer = std::holds_alternative<int64_t>(value.data);
  if (integer && (expected.is_number() || expected.is(ir::Type::Duration) || expected.is(ir::Type::Time))) {
    if (expected.is(ir::Type::Float)) value.data = static_cast<double>(std::get<int64_t>(value.data));
    return std::nullopt;
  }
  if (expected.is(ir::Type::Float) && std::holds_alternative<double>(value.data)) return std::nullopt;
  return wrong_type(value, expected);
}

std::optional<Misfit> fit_text(ir::Value& value, const Type& expected) {
  if (auto* text = std::get_if<std::string>(&value.data)) {
    if (!read_scalar(value, std::string(*text), expected.kind)) {
      return expected.is(ir::Type::Duration) ? wrong_shape(value, expected.kind) : wrong_type(value, expected);
    }
    if (expected.is(ir::Type::Duration)) return std::nullopt;
  } else if (auto* list = std::get_if<ir::ValueList>(&value.data); list != nullptr && expected.is_array()) {
    Type element = expected.element_type();
    for (ir::Value& item : *list) {
      if (std::optional<Misfit> misfit = fit_text(item, element)) return misfit;
    }
    return std::nullopt;
  } else if (expected.is(ir::Type::Duration) || expected.is(ir::Type::Time)) {
    return wrong_type(value, expected);
  }
  return fit_value(value, expected);
}

std::optional<int64_t> parse_duration(std::string_view text) {
  int64_t amount = 0;
  auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
  if (error != std::errc() || amount < 0 || stop + 1 != text.data() + text.size()) return std::nullopt;
  static constexpr std::pair<char, int64_t> kUnits[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 604800}};
  for (auto [unit, seconds] : kUnits) {
    int64_t total = 0;
    if (*stop == unit && !__builtin_mul_overflow(amount, seconds, &total)) return total;
  }
  return std::nullopt;
}

bool is_arn_pattern(std::string_view text) { return text == "*" || is_arn(text); }

std::string show(const ir::Value& value) {
  struct {
    std::string operator()(std::monostate) const { return "null"; }
    std::string operator()(bool b) const { return b ? "true" : "false"; }
    std::string operator()(int64_t number) const { return fmt::format("{}", number); }
    std::string operator()(double number) const { return fmt::format("{}", number); }
    std::string operator()(const std::string& text) const {
      return fmt::format("\"{}\"", text.size() > 60 ? text.substr(0, 60) + "…" : text);
    }
    std::string operator()(const ir::ValueList&) const { return "[…]"; }
    std::string operator()(const ir::ValueMap&) const { return "{…}"; }
  } visitor;
  return std::visit(visitor, value.data);
}

Type natural_type(const ir::Value& value) {
  struct {
    Type operator()(std::monostate) const {
      Type type;
      type.nullable = type.null_literal = true;
      return type;
    }
    Type operator()(bool) const { return Type::of(ir::Type::Bool); }
    Type operator()(int64_t) const { return Type::of(ir::Type::Int); }
    Type operator()(double) const { return Type::of(ir::Type::Float); }
    Type operator()(const std::string&) const { return Type::of(ir::Type::String); }
    Type operator()(const ir::ValueList& list) const {
      Type type = Type::of(ir::Type::List);
      if (list.empty()) return type;
      Type first = natural_type(list.front());
      for (const ir::Value& item : list) {
        if (natural_type(item).kind != first.kind) return type;
      }
      return Type::list_of(first);
    }
    Type operator()(const ir::ValueMap&) const { return Type::of(ir::Type::Map); }
  } visitor;
  return std::visit(visitor, value.data);
}

}  // namespace berm::check
