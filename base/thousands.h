// Numbers as people read them.
#pragma once

#include <cstddef>
#include <string>

namespace berm {

// "10,240".
inline std::string thousands(size_t number) {
  std::string digits = std::to_string(number);
  for (size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

}  // namespace berm
