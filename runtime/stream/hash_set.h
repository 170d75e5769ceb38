// A set of hashes: one word each, and no allocation for each. Internal to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace berm::stream {

class HashSet {
 public:
  bool contains(uint64_t hash) const {
    if (slots_.empty()) return false;
    for (size_t at = place(stored(hash)); slots_[at] != kNone; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at] == stored(hash)) return true;
    }
    return false;
  }

  // False: it was there.
  bool insert(uint64_t hash) {
    if (2 * (size_ + 1) > slots_.size()) grow();
    size_t at = place(stored(hash));
    for (; slots_[at] != kNone; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at] == stored(hash)) return false;
    }
    slots_[at] = stored(hash);
    ++size_;
    return true;
  }

  void insert(const HashSet& others) {
    for (uint64_t each : others.slots_) {
      if (each != kNone) insert(each);
    }
  }

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

 private:
  static constexpr uint64_t kNone = 0;

  // Zero stands for an empty slot; that two hashes share one is what any two may.
  static uint64_t stored(uint64_t hash) { return hash == kNone ? 1 : hash; }
  size_t place(uint64_t stored) const { return static_cast<size_t>(stored ^ stored >> 32) & (slots_.size() - 1); }

  void grow() {
    std::vector<uint64_t> old(slots_.empty() ? 64 : 2 * slots_.size());
    old.swap(slots_);
    size_ = 0;
    for (uint64_t each : old) {
      if (each != kNone) insert(each);
    }
  }

  std::vector<uint64_t> slots_;  // a power of two of them
  size_t size_ = 0;
};

}  // namespace berm::stream
