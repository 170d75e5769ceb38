// Every text and every unknown of a value, with the way to it.
#pragma once

#include <functional>
#include <string_view>

#include "runtime/relations/path.h"

namespace berm::relations {

// Either a text (numbers too) or what is not known: a value, or `elements` of a list that itself is known.
struct Found {
  const Steps& path;
  std::string_view text;
  bool unknown = false;
  size_t elements = 0;
};

using OnFound = std::function<void(const Found&)>;

void each_place(const facts::Value& value, Steps& path, const OnFound& found);

// Of the place that these names lead to, through all elements of lists on the way.
void each_place_at(const facts::Value& root, std::string_view names, const OnFound& found);

}  // namespace berm::relations
