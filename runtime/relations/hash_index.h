// Finds things that stand in a list of their own by the hash of what they are known by. Two words a thing and no
// allocation for each, so that it stays in the cache where a map of texts does not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace berm::relations {

inline uint64_t hash_of(std::string_view text) { return std::hash<std::string_view>()(text); }
inline uint64_t hash_of(const void* address) { return reinterpret_cast<uintptr_t>(address) * 0x9E3779B97F4A7C15u; }
inline uint64_t combined(uint64_t a, uint64_t b) {
  return (a ^ (b + 0x9E3779B97F4A7C15u + (a << 6) + (a >> 2))) * 0xff51afd7ed558ccdu;
}

class HashIndex {
 public:
  static constexpr uint32_t kNone = 0xFFFFFFFF;

  void reserve(size_t number) {
    size_t slots = 16;
    while (slots < number * 2) slots *= 2;
    if (slots > slots_.size()) rebuild(slots);
  }

  // The first position added under this hash for which `same` holds; kNone where there is none.
  template <class Same>
  uint32_t find(uint64_t hash, Same same) const {
    if (slots_.empty()) return kNone;
    uint32_t tag = tag_of(hash);
    for (size_t at = tag & mask_; slots_[at].position != kNone; at = (at + 1) & mask_) {
      if (slots_[at].tag == tag && same(slots_[at].position)) return slots_[at].position;
    }
    return kNone;
  }

  void add(uint64_t hash, uint32_t position) {
    reserve(++size_);
    put({tag_of(hash), position});
  }

 private:
  struct Slot {
    uint32_t tag = 0, position = kNone;
  };

  static uint32_t tag_of(uint64_t hash) { return static_cast<uint32_t>(hash ^ (hash >> 32)); }

  void put(Slot slot) {
    size_t at = slot.tag & mask_;
    while (slots_[at].position != kNone) at = (at + 1) & mask_;
    slots_[at] = slot;
  }

  void rebuild(size_t slots) {
    std::vector<Slot> old(slots);
    old.swap(slots_);
    mask_ = slots - 1;
    // From the beginning of a run on, so that the first of several stays the first.
    size_t begin = 0;
    while (begin < old.size() && old[begin].position != kNone) ++begin;
    for (size_t i = 0; i < old.size(); ++i) {
      const Slot& slot = old[(begin + i) % old.size()];
      if (slot.position != kNone) put(slot);
    }
  }

  std::vector<Slot> slots_;
  size_t mask_ = 0, size_ = 0;
};

}  // namespace berm::relations
