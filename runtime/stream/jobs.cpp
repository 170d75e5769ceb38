#include "runtime/stream/jobs.h"

#include <atomic>
#include <new>
#include <system_error>

#include "runtime/stream/values.h"
#include "runtime/stream/wait.h"

namespace berm::stream {

Threads::Threads(bool two) {
  if (!two) return;
  keep_apart();
  try {
    other_ = std::thread([this] { serve(); });
  } catch (const std::system_error&) {
    return;  // no more threads are allowed here: one can do it all
  }
  if (apart_) ::sched_setaffinity(0, sizeof(own_), &own_);
}

void Threads::keep_apart() {
  int here = ::sched_getcpu();
  if (here < 0 || ::sched_getaffinity(0, sizeof(before_), &before_) != 0) return;
  own_ = others_ = before_;
  CPU_CLR(static_cast<size_t>(here), &others_);
  size_t other = 0;
  while (other < CPU_SETSIZE && !CPU_ISSET(other, &others_)) ++other;
  if (other == CPU_SETSIZE) return;
  CPU_CLR(other, &own_);
  apart_ = true;
}

Threads::~Threads() {
  if (!other_.joinable()) return;
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
  other_.join();
  if (apart_) ::sched_setaffinity(0, sizeof(before_), &before_);
}

void Threads::serve() {
  if (apart_) ::sched_setaffinity(0, sizeof(others_), &others_);
  std::unique_lock lock(mutex_);
  while (true) {
    wait_for(lock, changed_, [this] { return closed_ || work_; });
    if (closed_) return;
    lock.unlock();
    work_();
    lock.lock();
    work_ = nullptr;
    changed_.notify_all();
  }
}

void Threads::start(std::function<void()> work) {
  {
    std::lock_guard lock(mutex_);
    work_ = std::move(work);
  }
  changed_.notify_all();
}

void Threads::wait() {
  std::unique_lock lock(mutex_);
  wait_for(lock, changed_, [this] { return !work_; });
}

bool Threads::run(size_t jobs, const std::function<void(size_t worker, size_t job)>& work, bool worth_it) {
  std::atomic<size_t> next = 0;
  std::atomic<bool> good = true;
  auto run_some = [&](size_t worker) {
    try {
      for (size_t job; good && (job = next++) < jobs;) work(worker, job);
    } catch (const Refused&) {
      good = false;
    } catch (const std::bad_alloc&) {
      good = false;  // on a thread of its own it would end the process; reading it whole says so
    }
  };
  bool both = worth_it && two() && jobs > 1 && !running_.exchange(true);
  if (both) start([&] { run_some(1); });
  run_some(0);
  if (both) wait();
  if (both) running_ = false;
  return good;
}

}  // namespace berm::stream
