// Building up Sources.
#pragma once

#include <string_view>

#include "runtime/relations/sources.h"

namespace berm::relations {

void hide(Sources& out, std::string_view why);
void add_source(Leaf leaf, Sources& out);
void add_texts(const facts::Value& value, Sources& out);
void merge(const Sources& from, Sources& out);

}  // namespace berm::relations
