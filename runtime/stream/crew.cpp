#include "runtime/stream/crew.h"

#include <algorithm>
#include <new>

#include "runtime/stream/wait.h"

namespace berm::stream {
namespace {

// One that is walked, some that wait for being walked or read, so that neither waits.
constexpr size_t kMostWindows = 10, kAhead = 3;

// Each thread goes on through the plan, so that both are in its order.
template <class Each>
void add_in_order(const std::vector<Each>& more, std::vector<Each>& out) {
  auto middle = static_cast<ptrdiff_t>(out.size());
  out.insert(out.end(), more.begin(), more.end());
  std::ranges::inplace_merge(out, out.begin() + middle, {}, &Each::offset);
}

void append(Sifted more, Sifted& out) {
  auto first_rule = static_cast<uint32_t>(out.rules.size());
  for (auto* kept : {&more.kept, &more.drift}) {
    for (Kept& each : *kept) each.first_rule += first_rule;
  }
  add_in_order(more.kept, out.kept);
  add_in_order(more.drift, out.drift);
  out.rules.insert(out.rules.end(), more.rules.begin(), more.rules.end());
  out.seen[1] = std::move(more.seen[0]);
  out.aws_blocks.insert(more.aws_blocks);
  out.resources += more.resources;
  out.changes |= more.changes;
}

}  // namespace

Crew::Crew(const Source& source, const Sieves& sieves, Threads& threads, const Options& options)
    : source_(source),
      options_(options),
      mine_(sieves, options.records),
      others_(sieves, options.records),
      threads_(threads) {
  if (threads_.two()) threads_.start([this] { work(); });
}

Crew::~Crew() { finish(); }

void Crew::read(Elements& elements, Batch& batch) {
  try {
    if (good_ && !elements.read(batch)) good_ = false;
  } catch (const std::bad_alloc&) {
    good_ = false;  // on a thread of its own it would end the process; reading it whole says so
  }
}

bool Crew::has_window() const { return !free_.empty() || windows_ < kMostWindows; }

bool Crew::can_read_ahead() const {
  return has_window() && claimed_ < source_.size() && claimed_ - wanted_ < kAhead * options_.window_bytes;
}

// Both do, so that neither waits for a piece while there are others.
void Crew::read_ahead(Lock& lock) {
  Window window;
  if (!free_.empty()) {
    window = std::move(free_.back());
    free_.pop_back();
  } else {
    ++windows_;
    window = Window(options_.window_bytes, options_.window_bytes / 4);
  }
  window.clear();
  window.offset = claimed_;
  size_t count = static_cast<size_t>(std::min<uint64_t>(window.capacity(), source_.size() - claimed_));
  claimed_ += count;
  lock.unlock();
  // What can't be read is the end.
  if (source_.read(window.offset, window.begin(), count) == count) window.size = count;
  lock.lock();
  uint64_t offset = window.offset;
  ahead_.emplace(offset, std::move(window));
}

void Crew::work() {
  Lock lock(mutex_);
  while (true) {
    wait_for(lock, changed_, [this] { return closed_ || !waiting_.empty() || can_read_ahead(); });
    if (closed_ && waiting_.empty()) return;
    if (!closed_ && can_read_ahead()) {
      read_ahead(lock);
      filled_.notify_one();
    } else {
      Batch batch = std::move(waiting_.front());
      waiting_.pop_front();
      busy_ = true;
      lock.unlock();
      read(others_, batch);
      lock.lock();
      busy_ = false;
      put_back(std::move(batch.window));
      if (waiting_.empty()) filled_.notify_one();
    }
  }
}

void Crew::read_own(Lock& lock) {
  Batch own = std::move(waiting_.front());
  waiting_.pop_front();
  lock.unlock();
  read(mine_, own);
  lock.lock();
  put_back(std::move(own.window));
}

Window Crew::next() {
  Lock lock(mutex_);
  while (wanted_ < source_.size()) {
    auto found = ahead_.find(wanted_);
    if (found != ahead_.end()) {
      Window window = std::move(found->second);
      ahead_.erase(found);
      wanted_ = window.size > 0 ? wanted_ + window.size : UINT64_MAX;
      changed_.notify_one();
      return window;
    }
    if (can_read_ahead() || (wanted_ == claimed_ && waiting_.empty()))
      read_ahead(lock);
    else if (wanted_ == claimed_)
      read_own(lock);  // all windows wait for being read
    else
      wait_for(lock, filled_, [this] { return ahead_.contains(wanted_); });
  }
  return {};
}

void Crew::settle() {
  Lock lock(mutex_);
  while (!waiting_.empty()) read_own(lock);
  filled_.wait(lock, [this] { return !busy_; });
  settled_ = true;
}

// Nobody writes what is asked for until the next batch.
bool Crew::covers(uint64_t address) {
  if (!settled_) settle();
  return mine_.sift().covers(address) || others_.sift().covers(address);
}

void Crew::take(Batch batch) {
  Lock lock(mutex_);
  settled_ = false;
  waiting_.push_back(std::move(batch));
  if (threads_.two()) return changed_.notify_one();
  read_own(lock);
}

void Crew::give_back(Window window) {
  Lock lock(mutex_);
  put_back(std::move(window));
}

// What has grown is not kept.
void Crew::put_back(Window window) {
  if (window.capacity() == options_.window_bytes) free_.push_back(std::move(window));
}

bool Crew::finish() {
  if (!threads_.two() || closed_) return good_;
  Lock lock(mutex_);
  closed_ = true;
  while (!waiting_.empty()) read_own(lock);
  lock.unlock();
  changed_.notify_one();
  threads_.wait();
  return good_;
}

Sifted Crew::sifted() {
  Sifted out = mine_.sift().take();
  append(others_.sift().take(), out);
  return out;
}

void Crew::add_cleared(std::span<uint32_t> judged) const {
  mine_.sift().add_cleared(judged);
  others_.sift().add_cleared(judged);
}

}  // namespace berm::stream
