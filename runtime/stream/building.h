// A part of a plan that comes into being. Internal to this folder.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <unordered_set>
#include <vector>

#include "runtime/facts/facts.h"
#include "runtime/stream/jobs.h"
#include "runtime/stream/places.h"
#include "runtime/stream/reread.h"
#include "runtime/stream/sift.h"

namespace berm::stream {

// A plan of some of what is in the file.
struct Part {
  facts::Plan plan;
  std::vector<const Kept*> kept;  // of plan.changes, each: what it was kept as; null: only others look at it
  std::vector<std::shared_ptr<const void>> storage;
};

using BlockHashes = std::unordered_set<uint64_t>;  // of their addresses

// Where these are in the plan.
template <class Pieces, class RangeOf>
std::vector<Range> ranges(const Pieces& pieces, const RangeOf& range_of) {
  std::vector<Range> out;
  for (const auto& piece : pieces) out.push_back(std::invoke(range_of, piece));
  return out;
}

// What is read for it, by two threads where there are two. All that it is given outlives it.
class Building {
 public:
  // `modules`: as ConfigPlaces has them.
  Building(facts::Plan begun, const Source& source, const ConfigPlaces& places,
           const std::deque<facts::ConfigModule>& modules, Threads& threads);

  // As ConfigPlaces has them. False: one is broken.
  bool read_blocks(std::span<const uint32_t> numbers);
  // Of these hashes and types what was not read yet.
  bool read_blocks(const BlockHashes& hashes, const std::unordered_set<uint32_t>& types);

  // `worker`: as Threads::run numbers them.
  Reread& reread(size_t worker);
  // About as many bytes will be read by each thread from here on.
  void expect(uint64_t bytes);
  Part take();

  Part part;

 private:
  void finish();

  const Source& source_;
  const ConfigPlaces& places_;
  const std::deque<facts::ConfigModule>& modules_;
  Threads& threads_;
  std::vector<bool> read_;  // by block
  uint64_t expected_ = 0;
  std::array<std::unique_ptr<Reread>, 2> rereads_;  // by thread
};

}  // namespace berm::stream
