// A strict, iterative look over a whole JSON text: is it JSON to the last byte, within our limits, and where do the
// members of its root object lie? Positions are exact, so it also says where a text stops being JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/plan/problem.h"

namespace berm::plan {

// Terraform's own types nest far less; simdjson walks at most 1,024 levels.
constexpr uint32_t kMaxNesting = 500;
// In bytes. Terraform's numbers have 512 bits, but an exponent is written out in zeros.
constexpr uint32_t kMaxNumberLength = 4096;

// Bytes [begin, end) of the text: one value without the white space around it.
struct Element {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t first_count = 0;  // into Layout::counts
};

struct RootMember {
  Element key;  // with its quotes
  Element value;
  std::vector<Element> elements;  // of the value where that is an array
};

struct Layout {
  bool is_object = false;
  std::vector<RootMember> members;  // as in the file
  // How many elements each container has, in the order in which the containers open.
  // Only of the root members that `wants_counts` names.
  std::vector<uint32_t> counts;
};

// Without the white space behind it.
inline std::string_view trim_end(std::string_view token) {
  size_t size = token.size();
  while (size > 0 &&
         (token[size - 1] == ' ' || token[size - 1] == '\n' || token[size - 1] == '\r' || token[size - 1] == '\t')) {
    --size;
  }
  return token.substr(0, size);
}

using WantsCounts = bool (*)(std::string_view root_key);

// `text` has less than 4 GB. The layout is filled as far as the text is good.
std::optional<Problem> scan_json(std::string_view text, WantsCounts wants_counts, Layout& layout);

// A whole number, text, true, false or null, within our limits.
bool is_scalar(std::string_view text);

}  // namespace berm::plan
