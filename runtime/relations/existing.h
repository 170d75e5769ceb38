// What exists after a plan is applied.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/facts/facts.h"
#include "runtime/relations/hash_index.h"

namespace berm::relations {

using Resources = std::vector<const facts::ResourceChange*>;

class Existing {
 public:
  explicit Existing(const facts::Plan& plan);

  // Of "aws_vpc" or "data.aws_ami".
  Resources of(const std::vector<std::string>& types) const;
  const Resources& of(std::string_view type) const;
  const Resources& all() const { return all_; }
  // Whether it is one of `all`: what drifted, goes, or stands for something of the state elsewhere is not.
  bool has(const facts::ResourceChange& resource) const;
  // Whether the one of them stands before the other in `all`.
  bool before(const facts::ResourceChange& a, const facts::ResourceChange& b) const;

 private:
  struct OfType {
    std::string_view type;
    bool data;
    Resources all;
  };

  void add(const facts::ResourceChange& resource);
  void add_state(const facts::Plan& plan);
  uint32_t find(std::string_view type, bool data) const;
  int part_of(const facts::ResourceChange& resource) const;

  const facts::Plan& plan_;
  std::vector<facts::ResourceChange> unchanged_;  // made from the prior state
  Resources all_;
  std::vector<OfType> types_;
  HashIndex by_type_;
};

}  // namespace berm::relations
