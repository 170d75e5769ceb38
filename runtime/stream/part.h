// The plan cut down to what is left to judge and what that looks at. Internal to this folder.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "reference/needs.h"
#include "runtime/facts/facts.h"
#include "runtime/stream/crew.h"
#include "runtime/stream/excerpt.h"
#include "runtime/stream/json.h"
#include "runtime/stream/layout.h"

namespace berm::stream {

struct Part {
  facts::Plan plan;
  std::vector<std::shared_ptr<const void>> more_storage;  // of changes that were read apart
  // Of plan.changes, each: what it was kept as; null: only others look at it.
  std::vector<const Kept*> kept;
};

class Parts {
 public:
  // `apart_from`: so many bytes are worth a second thread.
  Parts(const Source& source, const std::string& name, const Layout& layout, const Sifted& sifted, const Sieves& sieves,
        size_t apart_from)
      : source_(source), name_(name), layout_(layout), sifted_(sifted), sieves_(sieves), apart_from_(apart_from) {}

  // What rules ask for beside resources: deferred ones, data sources of the state, entities. Nothing where something is
  // broken.
  std::optional<Part> first();
  // The same with the resources that rules are left to judge, and what judging them looks at.
  struct Wanted {
    reference::Needs needs;
    // What attributes of what is kept of these types come from is looked at, but not all that is of them.
    std::set<std::string, std::less<>> origins;
    bool accounts = false;  // the providers name some
    bool related() const { return !needs.types.empty() || !origins.empty(); }
  };
  std::optional<Part> with(const Wanted& wanted);

  // Of the blocks of AWS resources in `resource_changes`: their providers, and whether one has no block. Once it was
  // read with `accounts`.
  struct Providers {
    std::set<std::string> keys;
    size_t blocks = 0;
    bool unknown = false;
  };
  const Providers& aws_providers() const { return providers_; }

 private:
  struct Texts {
    std::string configuration, state;
    bool variables = false, changes = true;
    std::vector<Indexed> others;  // in the order of the plan, without what is kept
  };
  std::optional<Part> read(Texts texts);
  size_t size_of(const Texts& texts) const;
  // What is more than `limit` goes to `more`.
  // Those of which `before` was left out since it is `after` go to `unchanged`.
  void add_others(const Texts& texts, std::vector<size_t>& unchanged, size_t limit, std::string& out,
                  std::string& more) const;
  bool read_own();
  void merge_own(const std::vector<Indexed>& others, Part& part) const;
  bool read_apart(std::string text, std::string more, Part& part) const;
  std::string drift() const;
  // Whether `before` was left out, as add_unchanged does.
  bool add_element(const Indexed& each, Forward& forward, std::string& out) const;
  void add_raw(std::string_view name, std::string& out) const;
  bool asks_for(std::string_view type) const { return sieves_.type(type) != nullptr; }
  bool reads_state_early() const;
  bool load_state();
  bool load();
  bool is_early(const StateExcerpt::Resource& resource) const;

  using Blocks = std::unordered_set<uint64_t>;  // hashes of their addresses
  struct Reached {
    Blocks blocks;
    std::unordered_set<uint32_t> aside;  // hashes of modules whose instances nobody asks for
  };
  bool add_reached(const Wanted& wanted, Blocks& blocks, Reached& reached, std::string& configuration);
  std::optional<std::string> configuration(const Wanted& wanted, const Blocks& blocks);
  bool add_state(const Wanted& wanted, const Reached& reached, Texts& texts);
  std::vector<Indexed> related(const std::set<std::string, std::less<>>& types, const Reached& reached) const;

  Blocks first_;                  // of deferred resources and the state
  bool providers_refer_ = false;  // what they say is more than constants
  Providers providers_;
  facts::Plan own_;                    // what rules are left to judge
  std::optional<StateExcerpt> state_;  // what of it anything can ask for; once it is read
  const Source& source_;
  const std::string& name_;
  const Layout& layout_;
  const Sifted& sifted_;
  const Sieves& sieves_;
  size_t apart_from_;
};

}  // namespace berm::stream
