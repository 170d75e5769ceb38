#include "runtime/stream/jobs.h"

#include <atomic>
#include <new>
#include <system_error>
#include <thread>

#include "runtime/stream/values.h"

namespace berm::stream {

bool run_jobs(size_t jobs, bool two, const std::function<void(size_t worker, size_t job)>& work) {
  std::atomic<size_t> next = 0;
  std::atomic<bool> good = true;
  auto run = [&](size_t worker) {
    try {
      for (size_t job; good && (job = next++) < jobs;) work(worker, job);
    } catch (const Refused&) {
      good = false;
    } catch (const std::bad_alloc&) {
      good = false;  // on a thread of its own it would end the process; reading it whole says so
    }
  };
  std::thread other;
  try {
    if (two && jobs > 1) other = std::thread([&] { run(1); });
  } catch (const std::system_error&) {
    // No more threads are allowed here: one can do it all.
  }
  run(0);
  if (other.joinable()) other.join();
  return good;
}

}  // namespace berm::stream
