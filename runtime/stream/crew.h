// Reads batches on one thread or two: one goes on through the file while the other reads, and reads itself where that
// is more than the other can do. What comes out is the same whoever did it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "runtime/stream/elements.h"

namespace berm::stream {

class Crew {
 public:
  struct Options {
    bool two = false;
    Records records = {};
    size_t window_bytes = 0;
  };
  Crew(const Sieves& sieves, const Options& options);
  ~Crew();
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  // As a Cursor wants it.
  Window take(Batch batch);
  // Once all is handed over. False: something is not as runtime/plan would take it.
  bool finish();
  // In the order of the plan.
  Sifted sifted();
  void add_cleared(std::span<uint32_t> judged) const;

 private:
  void work();
  void read(Elements& elements, Batch& batch);

  Options options_;
  Elements mine_, others_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Batch> waiting_;
  std::vector<Window> free_;
  size_t windows_ = 1;
  bool closed_ = false;
  std::atomic<bool> good_ = true;
  std::thread helper_;
};

}  // namespace berm::stream
