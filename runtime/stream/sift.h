// What has to be known of the resources of a plan once they have passed: which rules are left to judge which of them,
// and where they stand. Internal to this folder.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/stream/hash_set.h"
#include "runtime/stream/hashes.h"
#include "runtime/stream/sieve.h"
#include "runtime/stream/source.h"

namespace berm::stream {

// Something that has to be read again, whole.
struct Kept {
  uint64_t offset = 0;  // in the plan
  uint32_t size = 0;
  uint32_t rules = 0, first_rule = 0;  // of Sifted::rules: those that have to judge it
  uint64_t block = 0;                  // hash of its block's address
  bool odd = false;                    // it has an action that is not known here
  Range range() const { return {offset, offset + size}; }
};

// Where an element is, for relations, which may ask for any.
struct Indexed {
  uint64_t offset = 0;
  uint64_t block = 0;  // hash of its block's address
  uint32_t size = 0;
  uint32_t type = 0;    // hash of its type
  uint32_t module = 0;  // hash of its module's address, without instances
  uint8_t actions = 0;
  bool always = false;  // whichever relations are asked for
  bool first = false;   // of its instance of a module
  bool names_first = false;
};

// What of every resource is kept: by the thread that found it, since it is large.
struct Seen {
  std::deque<Indexed> index;  // of `resource_changes`, where asked for
  HashSet covered;            // hashes of addresses that nothing of the state stands at any more
};

// What has been found.
struct Sifted {
  std::vector<Kept> kept, drift;
  std::vector<uint32_t> rules;
  std::array<Seen, 2> seen;
  HashSet aws_blocks;      // hashes of the blocks of AWS resources
  uint32_t resources = 0;  // of `resource_changes`
  bool changes = false;    // some resource is more than read

  bool covers(uint64_t address) const { return seen[0].covered.contains(address) || seen[1].covered.contains(address); }
  // `look` gets each of the index, in the order of the plan.
  template <class Look>
  void each_indexed(const Look& look) const {
    auto a = seen[0].index.begin(), b = seen[1].index.begin();
    while (a != seen[0].index.end() || b != seen[1].index.end()) {
      bool first = b == seen[1].index.end() || (a != seen[0].index.end() && a->offset < b->offset);
      look(first ? *a++ : *b++);
    }
  }
};

// What of a plan is recorded beside what rules are left to judge.
struct Records {
  bool index = false;   // every resource: relations may ask for any
  bool covers = false;  // what covers data sources of the state; with the index, whatever covers something
};

enum List : uint32_t { kChanges, kDrift };

// Whether an address is of the module, mode, type and name beside it, as Terraform writes them: things are found by
// either. What has no address yet is.
bool names_agree(const facts::ResourceChange& change);

// One a thread: asks its sieve about one resource after the other.
class Sift {
 public:
  Sift(const Sieves& sieves, const Records& records) : sieves_(sieves), sieve_(sieves.make()), records_(records) {}

  // From its mode, type, actions and deposed key.
  struct Asked {
    const eval::TypePlan* type = nullptr;  // null: no rule asks
    eval::Wanted wanted = {};
    bool names_first = false;  // nothing else of its names stands behind its change
  };
  Asked ask(const facts::ResourceChange& change, eval::Place place);

  // Once it is read as far as that says.
  void look(const Asked& asked, const facts::ResourceChange& change, eval::Place place, uint64_t offset, uint32_t size);

  // Whether it has seen something that covers what stands at this address in the state.
  bool covers(uint64_t address) const { return seen_.covered.contains(address); }
  Sifted take() { return std::move(out_); }
  void add_cleared(std::span<uint32_t> judged) const { sieve_->add_cleared(judged); }

 private:
  void note_planned(const Asked& asked, const facts::ResourceChange& change, uint64_t offset, uint32_t size);
  uint64_t hash_of_block(const facts::ResourceChange& change);

  const Sieves& sieves_;
  std::unique_ptr<Sieve> sieve_;
  Records records_;
  Sifted out_;
  Seen& seen_ = out_.seen[0];
  std::vector<uint32_t> rules_;
  // The module that came last, and the same without instances.
  std::string last_module_, last_call_, text_;
  uint64_t last_aws_ = 0;  // block
  uint32_t last_type_ = 0, last_module_hash_ = module_hash("");
  HashSet modules_;  // of which something has been seen that stays
};

}  // namespace berm::stream
