// Indexes over who can refer to whom.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/relations/reach.h"
#include "runtime/relations/sources.h"
#include "runtime/relations/targets.h"

namespace berm::relations {

using Resources = std::vector<const facts::ResourceChange*>;

class Joins {
 public:
  Joins(const Existing& existing, Resolver& resolver, Reaches& reaches)
      : existing_(existing), resolver_(resolver), reaches_(reaches) {}

  Resources referring(const std::vector<std::string>& types, std::string_view attribute,
                      const facts::ResourceChange& to);
  Resources referred(const facts::ResourceChange& from, std::string_view attribute,
                     const std::vector<std::string>& types);
  // What leaves the others out, where that is assumed.
  std::string referring_rests_on(const std::vector<std::string>& types, std::string_view attribute,
                                 const facts::ResourceChange& to);
  std::string referred_rests_on(const facts::ResourceChange& from, std::string_view attribute,
                                const std::vector<std::string>& types);
  Resources having(const std::vector<std::string>& types, std::string_view attribute, std::string_view text);

 private:
  // The first thing that is assumed where something is left out.
  struct RestsOn {
    std::string all;       // whatever is left out
    std::string existing;  // what is there before the plan
    std::unordered_map<const Group*, std::string> instances;

    void add(const RestsOn& other);
  };
  // What an attribute can refer to.
  struct Reached {
    Resources resources;
    std::vector<const Group*> groups;
    bool everything = false;
    RestsOn rests_on;
  };
  // The other way round, of all resources of some types.
  struct Inverse {
    std::unordered_map<const facts::ResourceChange*, Resources> by_resource;
    std::unordered_map<const Group*, Resources> by_group;
    Resources everything;
    RestsOn rests_on;
  };
  struct ByText {
    std::unordered_map<std::string_view, Resources> known;
    Resources unknown;
  };

  Reached reached(const facts::ResourceChange& from, std::string_view attribute, const Targets& targets);
  void add_sources(const Sources& sources, const Targets& targets, Reached& out);
  void add_through(const Leaf& leaf, const facts::ResourceChange& resource, const Targets& targets, Reached& out);
  void add_shown(const facts::ResourceChange& resource, const Targets& targets, Reached& out);
  const Inverse& inverse(const std::vector<std::string>& types, std::string_view attribute, const std::string& type);
  Inverse invert(const std::vector<std::string>& types, std::string_view attribute, const Targets& targets);
  const Targets& targets(const std::vector<std::string>& types);
  Resources in_order(Resources resources) const;

  const Existing& existing_;
  Resolver& resolver_;
  Reaches& reaches_;
  std::map<std::string, Targets> targets_;
  std::map<std::string, Inverse> inverses_;
  std::map<std::string, ByText> texts_;
  // What the attributes of a resource show, for the targets of these types.
  std::map<std::pair<const Targets*, const facts::ResourceChange*>, Resources> shown_;
};

}  // namespace berm::relations
