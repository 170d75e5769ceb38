// Lays Terraform's masks over a value: `after_unknown`, `before_sensitive`, `after_sensitive`.
//
// A mask is shaped like the value, with `true` where the mark applies; what is absent or `false` carries no mark.
// Members of objects are paired by name, elements of lists, sets and tuples by index. Parts of the mask that mark
// nothing are cleared on the way.
#pragma once

#include <memory_resource>

#include "runtime/facts/facts.h"

namespace berm::plan {

// Marked places become Unknown. Terraform leaves unknown members out of `after` and writes null for unknown elements;
// members that only the mask has are added. Where the shapes differ in spite of a mark, the whole value is unknown.
void overlay_unknown(facts::Value& value, facts::Value mask, std::pmr::memory_resource& arena);

// Marked places, with everything inside them, become sensitive; where the shapes differ, the whole value does.
void overlay_sensitive(facts::Value& value, facts::Value mask);

}  // namespace berm::plan
