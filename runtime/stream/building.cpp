#include "runtime/stream/building.h"

#include <algorithm>
#include <utility>

namespace berm::stream {

Building::Building(facts::Plan begun, const Source& source, const ConfigPlaces& places,
                   const std::deque<facts::ConfigModule>& modules, Threads& threads)
    : source_(source), places_(places), modules_(modules), threads_(threads) {
  part.plan = std::move(begun);
}

bool Building::read_blocks(std::span<const uint32_t> numbers) {
  constexpr size_t kAtOnce = 32, kWorthAThread = 200;
  auto& config = *part.plan.config;
  size_t first = config.size();
  config.resize(first + numbers.size());
  auto read = [&](size_t worker, size_t job) {
    auto some = numbers.subspan(job * kAtOnce, std::min(kAtOnce, numbers.size() - job * kAtOnce));
    reread(worker).expect(ranges(some, [&](uint32_t number) { return places_.blocks[number].range(); }));
    for (size_t i = job * kAtOnce; i < job * kAtOnce + some.size(); ++i) {
      const ConfigPlaces::Block& place = places_.blocks[numbers[i]];
      reread(worker).block(place, modules_[place.module], config[first + i]);
    }
  };
  return threads_.run((numbers.size() + kAtOnce - 1) / kAtOnce, read, numbers.size() > kWorthAThread);
}

bool Building::read_blocks(const BlockHashes& hashes, const std::unordered_set<uint32_t>& types) {
  read_.resize(places_.blocks.size());
  std::vector<uint32_t> numbers;
  for (uint32_t i = 0; i < places_.blocks.size(); ++i) {
    const ConfigPlaces::Block& place = places_.blocks[i];
    if (read_[i] || (!hashes.contains(place.hash) && !types.contains(place.type))) continue;
    read_[i] = true;
    numbers.push_back(i);
  }
  return read_blocks(numbers);
}

Reread& Building::reread(size_t worker) {
  if (!rereads_[worker]) rereads_[worker] = std::make_unique<Reread>(source_, expected_);
  return *rereads_[worker];
}

void Building::expect(uint64_t bytes) {
  finish();
  expected_ = bytes;
}

Part Building::take() {
  finish();
  return std::move(part);
}

void Building::finish() {
  for (auto& reread : rereads_) {
    if (!reread) continue;
    part.storage.push_back(reread->storage());
    reread.reset();
  }
}

}  // namespace berm::stream
