// Kleene's logic with one more value. Internal to this folder.
#pragma once

#include <cstdint>

#include "runtime/facts/facts.h"

namespace berm::eval {

// Later: only the naive evaluator can say, with the whole plan before it; it may come out as any of the others.
enum class Truth : uint8_t { False, Unknown, Later, True };

constexpr Truth truth(bool value) { return value ? Truth::True : Truth::False; }
constexpr bool is_certain(Truth value) { return value == Truth::False || value == Truth::True; }
constexpr Truth negate(Truth value) {
  return value == Truth::True ? Truth::False : value == Truth::False ? Truth::True : value;
}
// Of two that are not certain.
constexpr Truth vaguer(Truth a, Truth b) { return a > b ? a : b; }

// "Later" as a value: an unknown one with a mark that no value of a plan has.
inline const facts::Value kLater{facts::ValueKind::Unknown, false, true};
inline bool is_later(const facts::Value& value) { return value.is_unknown() && value.boolean; }
inline Truth doubt(const facts::Value& unknown) { return is_later(unknown) ? Truth::Later : Truth::Unknown; }

}  // namespace berm::eval
