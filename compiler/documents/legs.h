// Which actions of a set need their statement scoped, because only some of their resource types carry a key.
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "ir/ir.h"

namespace berm::documents {

// Actions whose legs split alike.
struct LegGroup {
  std::vector<std::string> actions;
  std::vector<std::string> carrying;  // ARN patterns of the legs that carry every key; empty: there is none
  std::vector<std::string> others;
  bool separable = true;  // no ARN fits both
};

// `keys` are those whose absence a test accepts: absence on a leg that never carries the key does not count.
std::vector<LegGroup> split_by_legs(const ir::ActionSet& set, const std::vector<std::string>& keys,
                                    const catalog::Catalog& catalog);

// "arn:*:ec2:*:*:instance/*": any partition.
std::string leg_pattern(const catalog::ResourceType& type);

}  // namespace berm::documents
