// Memory of a plan's values and texts, which lives as long as the plan.
#pragma once

#include <cstring>
#include <memory>
#include <memory_resource>
#include <string_view>

namespace berm::plan {

template <typename T>
T* allocate(size_t count, std::pmr::memory_resource& arena) {
  T* memory = static_cast<T*>(arena.allocate(count * sizeof(T), alignof(T)));
  std::uninitialized_default_construct_n(memory, count);
  return memory;
}

inline std::string_view keep(std::string_view text, std::pmr::memory_resource& arena) {
  if (text.empty()) return {};
  char* memory = allocate<char>(text.size(), arena);
  std::memcpy(memory, text.data(), text.size());
  return {memory, text.size()};
}

}  // namespace berm::plan
