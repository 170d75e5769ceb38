// Waiting for another thread. Internal to this folder.
#pragma once

#include <condition_variable>
#include <mutex>

namespace berm::stream {

// As changed.wait(lock, ready) does; but most waits are shorter than falling asleep and being woken takes.
template <class Ready>
void wait_for(std::unique_lock<std::mutex>& lock, std::condition_variable& changed, Ready ready) {
  for (int i = 0; i < 64 && !ready(); ++i) {
    lock.unlock();
    for (int j = 0; j < 32; ++j) {
#if defined(__x86_64__)
      __builtin_ia32_pause();
#endif
    }
    lock.lock();
  }
  changed.wait(lock, ready);
}

}  // namespace berm::stream
