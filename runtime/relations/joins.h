// Indexes over who can refer to whom.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/relations/groups.h"
#include "runtime/relations/hash_index.h"
#include "runtime/relations/reach.h"
#include "runtime/relations/sources.h"
#include "runtime/relations/targets.h"

namespace berm::relations {

class Joins {
 public:
  Joins(const Existing& existing, const Groups& groups, Resolver& resolver, Reaches& reaches)
      : existing_(existing), groups_(groups), resolver_(resolver), reaches_(reaches) {}

  Resources referring(const std::vector<std::string>& types, std::string_view attribute,
                      const facts::ResourceChange& to);
  Resources referred(const facts::ResourceChange& from, std::string_view attribute,
                     const std::vector<std::string>& types);
  // What leaves the others out, where that is assumed.
  std::string referring_rests_on(const std::vector<std::string>& types, std::string_view attribute,
                                 const facts::ResourceChange& to);
  std::string referred_rests_on(const facts::ResourceChange& from, std::string_view attribute,
                                const std::vector<std::string>& types);

 private:
  // The first thing that is assumed where something is left out.
  struct RestsOn {
    std::string all;                                        // whatever is left out
    std::string existing;                                   // what is there before the plan
    std::vector<std::pair<const Group*, Guess>> instances;  // other ones of a group; in an index sorted, each once

    void add(const RestsOn& other);
    void sort();
  };
  // What an attribute can refer to.
  struct Reached {
    Resources resources;
    std::vector<const Group*> groups;
    bool everything = false;
    RestsOn rests_on;

    void clear();
  };
  // Whom each can be referred to by: pairs, sorted by the first.
  template <class To>
  using By = std::vector<std::pair<const To*, const facts::ResourceChange*>>;
  // The other way round, of all resources of some types.
  struct Inverse {
    By<facts::ResourceChange> by_resource;
    By<Group> by_group;
    Resources everything;
    RestsOn rests_on;
  };
  // What is asked: of these types, by this attribute; of a type of targets.
  struct Asked {
    const std::vector<std::string>& types;
    std::string_view attribute, type;
    bool data;
  };
  struct KeptInverse {
    std::vector<std::string> types;
    std::string attribute, type;
    bool data;
    Inverse inverse;
  };
  struct KeptTargets {
    std::vector<std::string> types;
    Targets targets;
  };

  const Reached& reached(const facts::ResourceChange& from, std::string_view attribute, const Targets& targets);
  void add_known(std::string_view text, const Sources& sources, const Targets& targets, Reached& out);
  void add_sources(const Sources& sources, const Targets& targets, Reached& out);
  void add_through(const Leaf& leaf, const facts::ResourceChange& resource, const Targets& targets, Reached& out);
  void add_shown(const facts::ResourceChange& resource, const Targets& targets, Reached& out);
  const Inverse& inverse(const std::vector<std::string>& types, std::string_view attribute,
                         const facts::ResourceChange& to);
  void invert(KeptInverse& kept);
  const Targets& targets(const std::vector<std::string>& types);
  Resources in_order(Resources resources) const;

  const Existing& existing_;
  const Groups& groups_;
  Resolver& resolver_;
  Reaches& reaches_;
  std::deque<KeptTargets> targets_;
  std::deque<KeptInverse> inverses_;
  HashIndex target_index_, inverse_index_;
  // What the attributes of a resource show, for the targets of these types.
  struct Shown {
    const Targets* targets;
    const facts::ResourceChange* resource;
    Resources shown;
  };
  std::deque<Shown> shown_;
  HashIndex shown_index_;
  // The last that was asked for: first what it is, then what that rests on.
  struct {
    const facts::ResourceChange* from = nullptr;
    std::string attribute;
    const Targets* targets = nullptr;
    Reached reached;
  } last_;
};

}  // namespace berm::relations
