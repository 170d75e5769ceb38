// Sources and known values → does it refer.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/relations/existing.h"
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
  Answers(const Existing& existing, Resolver& resolver, Reaches& reaches)
      : existing_(existing), resolver_(resolver), reaches_(reaches) {}

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

  const Existing& existing_;
  Resolver& resolver_;
  Reaches& reaches_;
  // type and attribute → text → how many have it, made when first asked for.
  std::unordered_map<std::string, std::unordered_map<std::string_view, size_t>> counts_;
};

}  // namespace berm::relations
