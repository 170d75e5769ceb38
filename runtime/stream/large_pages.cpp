#include "runtime/stream/large_pages.h"

#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace berm::stream {
namespace {

constexpr size_t kLargePage = size_t{2} << 20;

class LargePages : public std::pmr::memory_resource {
  void* do_allocate(size_t bytes, size_t alignment) override {
    if (bytes < kLargePage || alignment > kLargePage)
      return std::pmr::new_delete_resource()->allocate(bytes, alignment);
    size_t whole = (bytes + kLargePage - 1) / kLargePage * kLargePage;
    void* memory = std::aligned_alloc(kLargePage, whole);
    if (!memory) throw std::bad_alloc();
    // Where it can't be had, small pages do.
    ::madvise(memory, whole, MADV_HUGEPAGE);
    return memory;
  }
  void do_deallocate(void* memory, size_t bytes, size_t alignment) override {
    if (bytes < kLargePage || alignment > kLargePage)
      return std::pmr::new_delete_resource()->deallocate(memory, bytes, alignment);
    std::free(memory);
  }
  bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override { return this == &other; }
};

}  // namespace

std::pmr::memory_resource& large_pages() {
  static LargePages resource;
  return resource;
}

}  // namespace berm::stream
