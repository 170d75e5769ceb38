// Part of a plan, in memory that is used again. Internal to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace berm::stream {

class Window {
 public:
  // Readable before and behind what was read, for the brackets that make a list of it and for whole blocks.
  static constexpr size_t kLead = 64, kTail = 128;

  Window() = default;
  // For so many bytes, with room for others before them.
  explicit Window(size_t capacity, size_t room = 0);

  char* begin() const { return memory_.get() + first_; }
  char* end() const { return begin() + size; }
  size_t capacity() const { return capacity_; }
  size_t room() const { return memory_ ? first_ - kLead : 0; }
  size_t spare() const { return all_ - first_ - size; }
  // As it was made.
  void clear();
  // `count` bytes, of which there is room for, before the others.
  void prepend(const char* bytes, size_t count);
  // Behind them, where there are as many spare.
  void append(const char* bytes, size_t count);

  size_t size = 0;      // bytes that were read
  uint64_t offset = 0;  // of the first, in the plan

 private:
  std::unique_ptr<char[]> memory_;
  size_t capacity_ = 0, all_ = 0, first_ = 0;  // all_: where the tail begins
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

// Where a Cursor gets the bytes of a plan, and where it hands elements to.
class Feed {
 public:
  virtual ~Feed() = default;
  // The bytes that follow those of the last; none at the end, and where they can't be read.
  virtual Window next() = 0;
  virtual void take(Batch batch) = 0;
  // Whether something that was taken covers what stands at this address (its hash) in the state, as far as that can
  // be told by now.
  virtual bool covers(uint64_t address) = 0;
  // Done with it.
  virtual void give_back(Window window) = 0;
};

}  // namespace berm::stream
