// Sources and known values → does it refer.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/relations/existing.h"
#include "runtime/relations/groups.h"
#include "runtime/relations/hash_index.h"
#include "runtime/relations/reach.h"
#include "runtime/relations/relations.h"
#include "runtime/relations/sources.h"

namespace berm::relations {

// What an answer rests on that goes by this leaf, in words; mostly empty.
std::string assumed(const Leaf& leaf);
// What a no rests on where this guess left other instances out.
std::string narrowed_by(Guess guess);

class Answers {
 public:
  Answers(const Existing& existing, const Groups& groups, Resolver& resolver, Reaches& reaches)
      : existing_(existing), groups_(groups), resolver_(resolver), reaches_(reaches) {}

  // `path` leads to `value` in what is planned of `from`; without `[*]`.
  Reading of(const facts::ResourceChange& from, Path path, const facts::Value& value, const facts::ResourceChange& to);

 private:
  struct Asked {
    const facts::ResourceChange& from;
    const facts::ResourceChange& to;
    const Group* group;  // of `to`
  };

  Reading read(const Asked& asked, const Steps& path, const facts::Value& value);
  Reading read_unknown(const Asked& asked, const Steps& path, size_t elements);
  Reading read_text(const Asked& asked, const Steps& path, std::string_view text);
  Reading read_equal(const Asked& asked, const Steps& path, std::string_view attribute, std::string_view text);
  Reading read_leaf(const Asked& asked, const Leaf& leaf, bool sole, size_t elements);
  Reading read_other(const Asked& asked, const Leaf& leaf);
  Reading through(const Asked& asked, const Leaf& leaf, const facts::ResourceChange& resource);
  size_t how_many(const facts::ResourceChange& like, std::string_view attribute, std::string_view text);

  // How many of a type have a text as this attribute, made when first asked for.
  struct Counts {
    std::string_view type;
    std::string attribute;
    bool data;
    std::vector<std::pair<std::string_view, size_t>> texts;
    HashIndex index;

    void add(std::string_view text);
    size_t of(std::string_view text) const;
  };
  void count(Counts& counts);

  const Existing& existing_;
  const Groups& groups_;
  Resolver& resolver_;
  Reaches& reaches_;
  std::vector<Counts> counts_;
  HashIndex count_index_;
};

}  // namespace berm::relations
