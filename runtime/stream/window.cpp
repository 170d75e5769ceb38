#include "runtime/stream/window.h"

#include <cstring>

namespace berm::stream {

Window::Window(size_t bytes) : memory(new char[kLead + bytes + kTail]), capacity(bytes) {
  std::memset(memory.get(), ' ', kLead);
}

}  // namespace berm::stream
