// Values of conditions over requests. Internal to this folder.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "access/evaluate.h"
#include "ir/ir.h"

namespace berm::calls {

// Three-valued, as in reference/value.h: a text that is no number is neither equal nor unequal to one.
enum class Tri : uint8_t { False, Unknown, True };
inline Tri tri(bool value) { return value ? Tri::True : Tri::False; }
inline Tri negate(Tri value) { return static_cast<Tri>(2 - static_cast<uint8_t>(value)); }

using ArnParts = std::array<std::string_view, 6>;
// False: it has fewer.
bool split_arn(std::string_view text, ArnParts& parts);

// What a text was found to be, the first time that it mattered.
class Parsed {
 public:
  void reset() { cidr_known_ = arn_known_ = false; }
  // Null: it is none.
  const access::Cidr* cidr(std::string_view text);
  const ArnParts* arn(std::string_view text);

 private:
  bool cidr_known_ = false, is_cidr_ = false, arn_known_ = false, is_arn_ = false;
  access::Cidr cidr_;
  ArnParts arn_;
};

enum class Kind : uint8_t { Null, Unknown, Bool, Number, Text, List, Map };

struct Value {
  Kind kind = Kind::Null;
  bool flag = false;         // Bool
  uint32_t constant = 0;     // List, Map: CallCode.values
  std::string_view text;     // Number, Text
  Parsed* parsed = nullptr;  // of the text; may be null

  bool is_null() const { return kind == Kind::Null; }
};

inline Value boolean(bool flag) { return {.kind = Kind::Bool, .flag = flag}; }
inline Value unknown() { return {.kind = Kind::Unknown}; }
inline Value text_value(std::string_view text) { return {.kind = Kind::Text, .text = text}; }

// How a request's text reads as a key of that type.
Value typed(std::string_view text, ir::Type type, Parsed* parsed);
// A key of a type that nobody knows is read as what it is compared with.
Value aligned(const Value& value, Kind other);
Tri truth(const Value& value);

class Code;
// The relations of reference::CallEvaluator; null stands in none.
Tri same(ir::Type type, const Value& left, const Value& right, const Code& code);
Tri less(ir::Type type, const Value& left, const Value& right);
Tri less_or_equal(ir::Type type, const Value& left, const Value& right);
Tri covers(const Value& outer, const Value& inner);
Tri overlaps(const Value& a, const Value& b);
Tri like(ir::Type type, const Value& text, const Value& pattern);
// The text as part of a pattern: its own wildcards match only themselves.
void shield(std::string_view text, char* into);

}  // namespace berm::calls
