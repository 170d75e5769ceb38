// Building up Sources.
#pragma once

#include <string_view>

#include "runtime/relations/sources.h"

namespace berm::relations {

// How many expressions and attributes may stand in each other.
constexpr int kMaxDepth = 100;
constexpr std::string_view kTooLong = "it goes through too many expressions";

void hide(Sources& out, std::string_view why);
void add_source(Leaf leaf, Sources& out);
void add_texts(const facts::Value& value, Sources& out);
void merge(const Sources& from, Sources& out);
void merge(Sources&& from, Sources& out);

}  // namespace berm::relations
