// Part of a plan, in memory that is used again.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace berm::stream {

struct Window {
  // Readable before and behind what was read, for the brackets that make a list of it and for whole blocks.
  static constexpr size_t kLead = 64, kTail = 128;

  Window() = default;
  explicit Window(size_t capacity);
  char* begin() const { return memory.get() + kLead; }
  char* end() const { return begin() + size; }

  std::unique_ptr<char[]> memory;
  size_t capacity = 0;
  size_t size = 0;      // bytes that were read
  uint64_t offset = 0;  // of the first, in the plan
};

// Whole elements of a list, within a window.
struct Batch {
  struct Element {
    uint32_t begin, size;
  };
  Window window;
  std::vector<Element> elements;
  uint32_t list = 0;  // which list they are of
};

}  // namespace berm::stream
