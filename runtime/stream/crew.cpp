#include "runtime/stream/crew.h"

#include <algorithm>
#include <new>
#include <system_error>

namespace berm::stream {
namespace {

// One that is filled, one that is read, the others so that neither waits.
constexpr size_t kMostWindows = 5;

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
  add_in_order(more.index, out.index);
  out.covered.insert(more.covered);
  out.aws_blocks.insert(more.aws_blocks);
  out.resources += more.resources;
  out.changes |= more.changes;
}

}  // namespace

Crew::Crew(const Sieves& sieves, const Options& options)
    : options_(options), mine_(sieves, options.records), others_(sieves, options.records) {
  if (!options_.two) return;
  try {
    helper_ = std::thread([this] { work(); });
  } catch (const std::system_error&) {
    options_.two = false;  // no more threads are allowed here: one can do it all
  }
}

Crew::~Crew() { finish(); }

void Crew::read(Elements& elements, Batch& batch) {
  try {
    if (good_ && !elements.read(batch)) good_ = false;
  } catch (const std::bad_alloc&) {
    good_ = false;  // on a thread of its own it would end the process; reading it whole says so
  }
}

void Crew::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    Batch batch = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    read(others_, batch);
    lock.lock();
    free_.push_back(std::move(batch.window));
  }
}

Window Crew::take(Batch batch) {
  if (!options_.two) {
    read(mine_, batch);
    return std::move(batch.window);
  }
  std::unique_lock lock(mutex_);
  waiting_.push_back(std::move(batch));
  changed_.notify_one();
  if (!free_.empty()) {
    Window window = std::move(free_.back());
    free_.pop_back();
    return window;
  }
  if (windows_ < kMostWindows) {
    ++windows_;
    return Window(options_.window_bytes);
  }
  Batch own = std::move(waiting_.front());
  waiting_.pop_front();
  lock.unlock();
  read(mine_, own);
  return std::move(own.window);
}

bool Crew::finish() {
  if (!helper_.joinable()) return good_;
  std::unique_lock lock(mutex_);
  while (!waiting_.empty()) {
    Batch own = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    read(mine_, own);
    lock.lock();
  }
  closed_ = true;
  lock.unlock();
  changed_.notify_one();
  helper_.join();
  return good_;
}

Sifted Crew::sifted() {
  Sifted out = mine_.sift().take();
  append(others_.sift().take(), out);
  out.indexed = options_.records.index;
  return out;
}

void Crew::add_cleared(std::span<uint32_t> judged) const {
  mine_.sift().add_cleared(judged);
  others_.sift().add_cleared(judged);
}

}  // namespace berm::stream
