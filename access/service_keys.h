// Condition keys that AWS sends only where one of its services calls by itself. Lower case.
#pragma once

#include <string_view>

namespace berm::access {

inline constexpr std::string_view kServiceKeys[] = {"aws:principalservicename", "aws:principalservicenameslist",
                                                    "aws:sourceaccount",        "aws:sourcearn",
                                                    "aws:sourceorgid",          "aws:sourceorgpaths",
                                                    "aws:sourceowner"};

}  // namespace berm::access
