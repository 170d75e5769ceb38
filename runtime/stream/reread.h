// Parts of a plan that something looks at after all, read again: whole, and as runtime/plan reads them. Internal to
// this folder.
#pragma once

#include <memory>
#include <vector>

#include "runtime/facts/facts.h"
#include "runtime/stream/places.h"
#include "runtime/stream/source.h"

namespace berm::stream {

// One a thread. What it makes lives as long as what `storage` returns. Everything throws Refused where runtime/plan
// would not take it. Cheap to go forward in the plan.
class Reread {
 public:
  // `bytes`: of the plan, about as many as will be read.
  static constexpr uint32_t kMostNames = 1024;  // bytes, of what names are read from
  explicit Reread(const Source& source, uint64_t bytes = 0);
  ~Reread();
  Reread(const Reread&) = delete;
  Reread& operator=(const Reread&) = delete;

  // What will be read next, in this order, saves reading what lies behind it.
  void expect(std::vector<Range> pieces);

  // An element of `resource_changes`; of `resource_drift` one may have no address.
  void change(uint64_t offset, uint32_t size, facts::ResourceChange& out, bool drift = false);
  // The same where its names are enough, which stand before everything else. False: they don't.
  bool names(uint64_t offset, uint32_t size, uint8_t actions, facts::ResourceChange& out);
  void state(const StatePlaces& places, const StatePlaces::Resource& place, facts::StateResource& out);
  void block(const ConfigPlaces::Block& place, const facts::ConfigModule& module, facts::ConfigResource& out);
  // An object, or null; where nothing is there, null.
  facts::Value object(const Range& range);

  std::shared_ptr<const void> storage() const;
  uint64_t bytes() const;  // of the plan that were read

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace berm::stream
