// Values as reports show them: as HCL writes them, cut, and never a sensitive one.
#pragma once

#include <string>

#include "runtime/facts/facts.h"

namespace berm::reference {

// `"0.0.0.0/0"`, `true`, `["a", (known after apply)]`, `(sensitive)`.
std::string show(const facts::Value& value);

// The same inside a sentence: a text stands without its quotes.
std::string show_inline(const facts::Value& value);

}  // namespace berm::reference
