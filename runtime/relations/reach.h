// What a resource's computed attributes can be made from: whatever its own attributes come from, through other
// resources too.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>

#include "runtime/relations/sources.h"

namespace berm::relations {

struct Reach {
  std::unordered_set<const facts::ResourceChange*>
      resources;  // without the resource itself, unless it comes back to it
  std::unordered_set<const Group*> groups;
  std::string dead_end;          // in words
  Guess guess = Guess::None;     // what whatever is not in it rests on
  bool may_hide_blocks = false;  // a `dynamic` block can add to it
};

class Reaches {
 public:
  explicit Reaches(Resolver& resolver) : resolver_(resolver) {}

  const Reach& of(const facts::ResourceChange& resource);

 private:
  void add(const facts::ResourceChange& resource, Reach& out, std::vector<const facts::ResourceChange*>& waiting);

  Resolver& resolver_;
  std::unordered_map<const facts::ResourceChange*, Reach> made_;
};

// Whether a known text among the attributes is, or holds, what identifies `to`.
bool shows(const facts::Value& value, const facts::ResourceChange& to);

}  // namespace berm::relations
