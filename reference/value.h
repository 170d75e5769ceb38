// Three-valued values: what the naive evaluator computes with. A value is a facts::Value; this adds logic and
// comparison.
#pragma once

#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "ir/ir.h"
#include "runtime/facts/facts.h"

namespace berm::reference {

using facts::Value;
using facts::ValueKind;

// Kleene's logic: `and` is the least, `or` the greatest.
enum class Tri : uint8_t { False, Unknown, True };
Tri negate(Tri value);
Tri both(Tri a, Tri b);
Tri either(Tri a, Tri b);
inline Tri tri(bool value) { return value ? Tri::True : Tri::False; }

// What a condition's value says; anything but a boolean can't be judged.
Tri truth(const Value& value);
Value boolean(Tri value);

// Keeps the texts and parts of computed values alive.
class Arena {
 public:
  Value text(std::string text);
  Value number(std::string text);
  Value list(std::vector<Value> elements);
  Value object(std::vector<facts::Member> sorted);
  Value constant(const ir::Value& value);
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }

  // Drops what was made since the mark.
  struct Mark {
    size_t texts, lists, objects;
  };
  Mark mark() const { return {texts_.size(), lists_.size(), objects_.size()}; }
  void release(const Mark& mark);

 private:
  // Nothing is allocated where nothing is kept: there is an evaluator for each clause and resource.
  std::list<std::string> texts_;
  std::list<std::vector<Value>> lists_;
  std::list<std::vector<facts::Member>> objects_;
};

// Whether no part of it is unknown.
bool is_whole(const Value& value);
// Whether any part of it is sensitive.
bool has_sensitive_part(const Value& value);

// How two expressions of these types are compared.
ir::Type compared_as(ir::Type a, ir::Type b);

// Null equals null alone. Collections with unknown parts can't be compared; lists that differ only in the order
// of what may be a set can't be told apart.
Tri equal(const Value& a, const Value& b, ir::Type type);
// Numbers, times, durations, texts; anything else, null included, can't be ordered.
Tri less(const Value& a, const Value& b, ir::Type type);
// Null is like nothing.
Tri like(const Value& text, const Value& pattern, ir::Type type);
// A text as part of a pattern: its own `*` and `?` match only themselves.
std::string shield(std::string_view text);

}  // namespace berm::reference
