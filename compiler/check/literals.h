// Constant values and what they are used as.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/check/types.h"
#include "ir/ir.h"

namespace berm::check {

// Why a value is not what it is used as.
struct Misfit {
  bool shape = false;   // a string of the wrong shape (`eu-west` as a region), rather than a value of another type
  std::string message;  // "`eu-west` is not a region"
  std::string hint;
};

// Turns the value into one of the type (a time's text into seconds), or says why it is none.
std::optional<Misfit> fit_value(ir::Value& value, const Type& expected);

// The same for a value whose scalars are all text, as they stand in a manifest: reads them as the type first.
std::optional<Misfit> fit_text(ir::Value& value, const Type& expected);

// `90s`, `30m`, `12h`, `7d`, `2w` in seconds.
std::optional<int64_t> parse_duration(std::string_view text);

// A glob over ARNs: `*`, or six segments behind `arn:`.
bool is_arn_pattern(std::string_view text);

// How a user would write the value, shortened.
std::string show(const ir::Value& value);

// The type that a value has by itself.
Type natural_type(const ir::Value& value);

}  // namespace berm::check
