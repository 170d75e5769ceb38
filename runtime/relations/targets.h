// Resources of some types, found by texts that identify them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/relations/existing.h"
#include "runtime/relations/hash_index.h"

namespace berm::relations {

class Targets {
 public:
  Targets(const Existing& existing, const std::vector<std::string>& types);

  bool has_type_of(const facts::ResourceChange& resource) const;
  // That there is no other type.
  bool only_type_of(const facts::ResourceChange& resource) const { return types_.size() == 1 && has_type_of(resource); }
  // Adds those of which this is, or mentions, what identifies them.
  void named_in(std::string_view text, Resources& out) const;
  // Adds those of which an attribute is this text: the provider may have computed it.
  void having(std::string_view text, Resources& out) const;

 private:
  struct Type {
    std::string_view name;
    bool data;
  };
  // Texts, and whom each is of.
  class Names {
   public:
    void add(std::string_view text, const facts::ResourceChange& resource);
    void find(std::string_view text, Resources& out) const;

   private:
    struct Named {
      std::string_view text;
      const facts::ResourceChange* resource;
      uint32_t next, last;  // of the same text; `last` is right in the first of them
    };
    uint32_t first(std::string_view text, uint64_t hash) const;

    std::vector<Named> all_;
    HashIndex index_;
  };
  // Texts that begin alike: a bit for each length that they have.
  struct Beginning {
    uint64_t begins, lengths;
  };

  void add(std::string_view text, const facts::ResourceChange& resource);
  void mark_beginnings();
  bool may_begin(uint64_t hash) const;
  void named_at(std::string_view text, size_t at, Resources& out) const;

  const Existing& existing_;
  std::vector<std::string> names_of_types_;
  std::vector<Type> types_;
  Names names_;
  std::vector<Beginning> beginnings_;
  HashIndex beginning_index_;
  std::vector<uint64_t> may_begin_;  // a bit for each hash of a beginning, so that most places cost one look
  int may_begin_shift_ = 0;
  std::vector<uint32_t> short_, long_;  // lengths of texts that are shorter than a beginning, or have no bit; sorted
  mutable Names had_;                   // made when first asked for
  mutable bool knows_had_ = false;
};

}  // namespace berm::relations
