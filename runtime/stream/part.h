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
#include "runtime/stream/json.h"
#include "runtime/stream/layout.h"

namespace berm::stream {

struct Part {
  facts::Plan plan;
  // Of plan.changes, each: what it was kept as; null: only others look at it.
  std::vector<const Kept*> kept;
};

class Parts {
 public:
  Parts(const Source& source, const std::string& name, const Layout& layout, const Sifted& sifted, const Sieves& sieves)
      : source_(source), name_(name), layout_(layout), sifted_(sifted), sieves_(sieves) {}

  // What rules are left to judge, and what else of the plan they ask for. Nothing where something is broken.
  std::optional<Part> first();
  // The same with what judging them looks at.
  struct Wanted {
    reference::Needs needs;
    // What attributes of what is kept of these types come from is looked at, but not all that is of them.
    std::set<std::string, std::less<>> origins;
    bool accounts = false;  // the providers name some
  };
  std::optional<Part> with(const Wanted& wanted, const facts::Plan& first);

  // Of the blocks of AWS resources in `resource_changes`: their providers, and whether one has no block. None where
  // something is broken.
  struct Providers {
    std::set<std::string> keys;
    bool unknown = false;
  };
  std::optional<Providers> aws_providers();

 private:
  struct Texts {
    std::string configuration, state;
    bool variables = false;
    const std::vector<Indexed>* others = nullptr;
  };
  std::optional<Part> read(const Texts& texts);
  std::string changes(const std::vector<Indexed>* others, std::vector<const Kept*>& kept) const;
  std::string drift() const;
  std::string element(const Indexed& each) const;
  void add_raw(std::string_view name, std::string& out) const;
  bool asks_for(std::string_view type) const { return sieves_.type(type) != nullptr; }
  bool reads_state_early() const;
  bool add_state(const std::function<bool(const Named&)>& wanted, std::string& out) const;

  using Blocks = std::unordered_set<std::string>;
  bool add_reached(const Wanted& wanted, Blocks& blocks, Blocks& reached, Texts& texts);
  std::vector<Indexed> related(const std::set<std::string, std::less<>>& types, const Blocks& reached) const;

  std::string early_state_;  // data sources that rules ask for
  const Source& source_;
  const std::string& name_;
  const Layout& layout_;
  const Sifted& sifted_;
  const Sieves& sieves_;
};

}  // namespace berm::stream
