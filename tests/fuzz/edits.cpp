#include "tests/fuzz/edits.h"

#include <algorithm>
#include <cstring>

namespace berm::fuzz {
namespace {

struct Edit {
  uint32_t operation : 8, place : 24;
  uint32_t value;
};
static_assert(sizeof(Edit) == 8);

void store(std::string& bytes, size_t place, const void* value, size_t size) {
  std::memcpy(bytes.data() + place, value, std::min(size, bytes.size() - place));
}

uint32_t word_at(const std::string& bytes, size_t place) {
  uint32_t word = 0;
  std::memcpy(&word, bytes.data() + place, std::min(sizeof word, bytes.size() - place));
  return word;
}

void apply(const Edit& edit, std::string& bytes) {
  size_t place = edit.place % bytes.size(), other = edit.value % bytes.size();
  size_t aligned = place & ~size_t{3};
  uint32_t word = 0;
  switch (edit.operation % 7) {
    case 0: return store(bytes, place, &edit.value, 1);
    case 1: return store(bytes, place & ~size_t{1}, &edit.value, 2);
    case 2: return store(bytes, aligned, &edit.value, 4);
    case 3: word = word_at(bytes, aligned) + static_cast<uint32_t>(static_cast<int8_t>(edit.value)); break;
    case 4: word = word_at(bytes, other & ~size_t{3}); break;
    case 5: word = word_at(bytes, aligned) ^ (1u << edit.value % 32); break;
    case 6: return bytes.resize(std::max<size_t>(place, 1));
  }
  store(bytes, aligned, &word, sizeof word);
}

}  // namespace

void apply(std::string_view edits, std::string& bytes) {
  for (; edits.size() >= sizeof(Edit) && !bytes.empty(); edits.remove_prefix(sizeof(Edit))) {
    Edit edit;
    std::memcpy(&edit, edits.data(), sizeof edit);
    apply(edit, bytes);
  }
}

}  // namespace berm::fuzz
