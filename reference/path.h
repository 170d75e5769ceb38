// Where a value stands in a resource, and walking there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reference/value.h"

namespace berm::reference {

// A value with its path: `ingress[0].cidr_blocks[1]`. Of an unknown value, the path of what is unknown.
struct Element {
  Value value;
  std::string path;
};

// What an expression yields: one value, or a sequence of them.
struct Result {
  Value value;
  std::string path;       // of `value`; of the first unknown attribute where that is unknown, or where `open`
  bool sequence = false;  // `elements` instead of `value`
  std::vector<Element> elements;
  bool open = false;  // the sequence or map may hold more than is known
};

Result known(Value value);
Result unknown(std::string path);

Element attribute_of(const Element& parent, std::string_view name);
// A map's entry or a list's element; null where there is none.
Element entry_of(const Element& parent, const Value& index);
// Of a list or map. False where more of them is unknown.
bool append_elements(const Element& collection, std::vector<Element>& elements);
// What a quantifier or `in` looks at.
Result elements_of(const Result& collection);

}  // namespace berm::reference
