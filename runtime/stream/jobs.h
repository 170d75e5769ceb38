// The threads of a check: one, or two. Internal to this folder.
#pragma once

#include <sched.h>

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>

namespace berm::stream {

// Two are kept on processors of their own as long as this is there: the one wakes the other many times, and a scheduler
// that then puts both on one processor leaves them there for longer than most of the work takes.
class Threads {
 public:
  explicit Threads(bool two);
  ~Threads();
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

  bool two() const { return other_.joinable(); }

  // Gives the other one something to do, one thing at a time; what that throws ends the process.
  void start(std::function<void()> work);
  void wait();

  // Does jobs 0 to `jobs`, each once, on this thread and, where there are two and `worth_it`, on the other, too, in no
  // order; `worker` is 0 or 1. Within a job all is done on its thread, as worker 0. False: one threw Refused or found
  // no memory, and some may not have been done.
  bool run(size_t jobs, const std::function<void(size_t worker, size_t job)>& work, bool worth_it = true);

 private:
  void serve();
  void keep_apart();

  bool apart_ = false;  // each has its processors
  cpu_set_t before_ = {}, own_ = {}, others_ = {};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::function<void()> work_;
  bool closed_ = false;
  std::atomic<bool> running_ = false;
  std::thread other_;
};

}  // namespace berm::stream
