// Reads a plan and its batches on one thread or two: one goes on through the plan; the other reads ahead, and batches,
// and the first reads some where that is more than the other can do. What comes out is the same whoever did it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <vector>

#include "runtime/stream/elements.h"
#include "runtime/stream/jobs.h"
#include "runtime/stream/source.h"

namespace berm::stream {

class Crew : public Feed {
 public:
  struct Options {
    Records records = {};
    size_t window_bytes = 0;
  };
  Crew(const Source& source, const Sieves& sieves, Threads& threads, const Options& options);
  ~Crew() override;
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  Window next() override;
  void take(Batch batch) override;
  bool covers(uint64_t address) override;
  void give_back(Window window) override;
  // Once all is handed over. False: something is not as runtime/plan would take it.
  bool finish();
  // In the order of the plan.
  Sifted sifted();
  void add_cleared(std::span<uint32_t> judged) const;

 private:
  using Lock = std::unique_lock<std::mutex>;
  void work();
  void read(Elements& elements, Batch& batch);
  bool has_window() const;
  bool can_read_ahead() const;
  void read_ahead(Lock& lock);
  void read_own(Lock& lock);
  void settle();
  void put_back(Window window);

  const Source& source_;
  Options options_;
  Elements mine_, others_;
  std::mutex mutex_;
  std::condition_variable changed_, filled_;
  std::deque<Batch> waiting_;         // to be read
  std::map<uint64_t, Window> ahead_;  // what follows, by offset
  std::vector<Window> free_;
  uint64_t wanted_ = 0;   // offset of what is walked next
  uint64_t claimed_ = 0;  // of what nobody reads yet
  size_t windows_ = 0;
  bool busy_ = false;     // the helper reads a batch
  bool settled_ = false;  // nothing that was taken is still to be read
  bool closed_ = false;
  std::atomic<bool> good_ = true;
  Threads& threads_;
};

}  // namespace berm::stream
