#include "runtime/stream/window.h"

#include <cstring>

namespace berm::stream {

Window::Window(size_t capacity, size_t room)
    : memory_(new char[kLead + room + capacity + kTail]),
      capacity_(capacity),
      all_(kLead + room + capacity),
      first_(kLead + room) {
  std::memset(memory_.get(), ' ', kLead);
}

void Window::clear() {
  first_ = all_ - capacity_;
  size = 0;
  offset = 0;
}

void Window::prepend(const char* bytes, size_t count) {
  first_ -= count;
  size += count;
  offset -= count;
  std::memcpy(begin(), bytes, count);
}

void Window::append(const char* bytes, size_t count) {
  if (count == 0) return;
  std::memcpy(end(), bytes, count);
  size += count;
}

}  // namespace berm::stream
