// What is wrong with a value that can't be judged though it is known: plans are not trusted to fit their schema.
#pragma once

#include <string_view>

#include "reference/value.h"

namespace berm::reference {

// Each continues the sentence that begins with the attribute.
constexpr std::string_view kNotList = "is not a list";
constexpr std::string_view kNotMap = "is not a map";
constexpr std::string_view kNotObject = "is not an object";
constexpr std::string_view kNoLength = "has no length";
constexpr std::string_view kNoKey = "is looked into by what is no key";
constexpr std::string_view kNotComparable = "can't be compared with certainty";
constexpr const char* kUnknownActionPath = "the planned action";
constexpr std::string_view kUnknownAction = "is none that is known here";

// Why the value can't be read as one of the type. Empty where it can, or is unknown.
std::string_view misfit(const Value& value, ir::Type type);

}  // namespace berm::reference
