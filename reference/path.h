// Where a value stands in a resource, and walking there.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reference/value.h"
#include "runtime/facts/facts.h"

namespace berm::reference {

// A value with its path: `ingress[0].cidr_blocks[1]`. Of an unknown value, the path of what is unknown.
struct Element {
  Value value;
  std::string path;
  std::string_view why;  // of an unknown: what is wrong at the path ("is not a list"); empty: not known before apply
  const facts::ResourceChange* from = nullptr;  // whose value it is, if it is any resource's
};

// At least `low`, and at most `high` where that is known.
struct Range {
  uint64_t low = 0;
  std::optional<uint64_t> high = {};
};

// What an expression yields: one value, or a sequence of them. The elements of a sequence are what its steps lead to;
// they are visited, never kept, as a plan may have a great many.
struct Result {
  Value value;
  std::string path;       // of `value`; of the first unknown attribute where that is unknown, or where `open`
  std::string_view why;   // as that of an element
  bool open = false;      // the map or what follows the elements may be more than is known
  bool sequence = false;  // these instead of `value`:
  std::vector<Element> starts;
  std::span<const ir::Step> steps;              // still to go from each start
  bool or_maps = false;                         // `[*]` goes over the values of a map too
  bool or_alone = false;                        // what has no parts is its only element
  bool before = false;                          // paths are those before the change
  std::optional<Range> range;                   // of an unknown number: what it lies in
  const facts::ResourceChange* from = nullptr;  // as that of an element
};

Result known(Value value);
Result unknown(std::string path, std::string_view why = {});
Result unknown(const Element& element);
Result as_result(Element element);
// As a condition: what is no boolean is unknown.
Result as_condition(Result result);

// As a place within its resource: attributes of others than the clause's own are shown behind their address.
std::string_view place_within(const Element& element);

// Without indexes, as relations know attributes: "ingress.cidr_blocks".
std::string names_of(std::span<const ir::Step> steps);

// How what stood there before the change is named.
std::string before_path(std::string_view path);
bool is_before_path(std::string_view path);

Element attribute_of(const Element& parent, std::string_view name);
// A map's entry or a list's element; null where there is none.
Element entry_of(const Element& parent, const Value& index);

// False: enough.
using Visit = std::function<bool(const Element&)>;
enum class Visited : uint8_t { All, Enough, NotReadable };
// The elements of a list; of a map too where `or_map`.
Visited visit_parts(const Element& collection, bool or_map, const Visit& visit);
// What a quantifier or `in` looks at, in a collection of this type.
Result elements_of(Result collection, ir::Type type);

}  // namespace berm::reference
