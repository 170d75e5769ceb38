// The plan cut down to what is left to judge and what that looks at. Internal to this folder.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "reference/needs.h"
#include "runtime/facts/facts.h"
#include "runtime/relations/extent.h"
#include "runtime/stream/building.h"
#include "runtime/stream/jobs.h"
#include "runtime/stream/layout.h"
#include "runtime/stream/sift.h"

namespace berm::stream {

// What is broken or odd has no part: runtime/plan says what it is, or takes it.
class Parts {
 public:
  Parts(const Source& source, const std::string& name, const Layout& layout, const Sifted& sifted, const Sieves& sieves,
        Threads& threads)
      : source_(source), name_(name), layout_(layout), sifted_(sifted), sieves_(sieves), threads_(threads) {}

  // What is read whatever was found: how much the plan shows, providers, deferred resources, entities that rules ask
  // for. False: there is none.
  bool read_base();
  const facts::Plan& base() const { return base_; }

  // Reads what parts have to have for that: variables, and what modules are called with. False: there is none.
  bool prepare(const reference::Needs& needs, bool related, bool accounts);

  // Of these alone, with their blocks where `configured`. For several threads at once.
  std::optional<Part> alone(std::span<const Kept* const> kept, bool drift, bool configured) const;

  // With all that judging these looks at.
  struct Asked {
    std::vector<const Kept*> kept, drift;  // of Sifted, in its order
    std::vector<uint32_t> early;           // of StatePlaces::resources
    relations::AskedTypes types;           // of these everything is looked at
    relations::AskedTypes origins;         // of these what is kept, and what the attributes come from
    bool related() const { return !types.empty() || !origins.empty(); }
  };
  // `begun`: with some of what is asked; null: not yet.
  class Begun;
  std::optional<Part> with(const Asked& asked, std::shared_ptr<Begun> begun = nullptr) const;
  // The beginning: blocks that are looked at whatever they say. Null: something is broken.
  std::shared_ptr<Begun> begin(const Asked& asked) const;
  // What follows: the blocks that these lead to. False: something is broken.
  bool follow(const Asked& asked, Begun& begun) const;

  // Of the blocks of AWS resources in `resource_changes`: their providers, and whether one has no block.
  struct Providers {
    std::set<std::string> keys;
    bool unknown = false;
  };
  Providers aws_providers() const;

 private:
  struct Reached {
    BlockHashes blocks;
    std::unordered_set<uint32_t> aside;  // hashes of modules whose instances nobody asks for
  };
  struct Job;

  std::string raw(std::string_view name) const;
  std::optional<facts::Plan> read_small(bool variables, bool rest) const;
  bool asks_for(std::string_view type) const { return sieves_.type(type) != nullptr; }
  facts::Plan skeleton() const;
  Building build() const;
  void make_modules();
  void sort_blocks();
  bool read_own_blocks(const Asked& asked, Begun& begun) const;
  BlockHashes own_blocks(const Asked& asked) const;
  std::vector<Job> changes(const Asked& asked, const Reached& reached) const;
  std::vector<uint32_t> state(const Asked& asked, const Reached& reached) const;

  const Source& source_;
  const std::string& name_;
  const Layout& layout_;
  const Sifted& sifted_;
  const Sieves& sieves_;
  Threads& threads_;

  facts::Plan base_;
  std::shared_ptr<std::deque<facts::ConfigModule>> modules_;  // as ConfigPlaces has them
  std::vector<std::pair<uint64_t, uint32_t>> blocks_;         // of ConfigPlaces, by hash
  std::unique_ptr<Reread> modules_reread_;
  std::shared_ptr<const void> variables_storage_;
  bool providers_refer_ = false;  // what they say is more than constants
  bool has_variables_ = false, has_calls_ = false;
};

}  // namespace berm::stream
