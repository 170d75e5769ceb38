// What relations look at, for whoever reads a plan in part. A plan that is cut down to the following gives the same
// answers, word for word, about resources of `types`: those that joins go over and `of … by` names, and those whose
// attributes are asked where they come from, or what refers to them (reference/needs.h lists them for rules, with the
// attributes).
//
//   - `errored`, `complete`, `variables`, `providers`, `modules`, `config`; `deferred_changes` and all of `deferred`.
//   - Of `changes`, in their order: whatever is of `types`, deleted, deposed and forgotten too, with all of `after`; of
//     `before` all where `after` is null, else what identifies it (identity.h) where `after` does not show that.
//   - Of `changes`, whatever stands at an address of `reached_from`, as much of it.
//   - Of `changes`, the first that remains in each instance of a module that `reached_from` names, and of those within
//     it, and each that has a previous address: their addresses, `mode`, `type`, `actions` and `deposed` are enough.
//   - Of `prior_state` all of these, but for those that a change of the plan has as its address or previous address.
//
// Each with its `config`. Nothing of `entities` and `drift`.
//
// Who only asks for account_of, region_of, provider_of and default_tags_of of a resource needs that resource (of its
// values `region` alone, of its configuration `provider_config_key`), `providers`, `modules` and `variables`.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "runtime/facts/facts.h"

namespace berm::relations {

using Addresses = std::set<std::string, std::less<>>;

// By type ("aws_flow_log", "data.aws_ami"): the attributes ("vpc_id") of which it is asked where they come from; an
// empty name stands for all of them. Of a type without any nothing is followed.
using AskedTypes = std::map<std::string, std::set<std::string, std::less<>>, std::less<>>;
void add(const AskedTypes& from, AskedTypes& to);

struct Reached {
  // What is led to: "module.net.aws_vpc.this", each once; what is come to later stands behind.
  std::vector<std::string> blocks;
  Addresses modules;  // "module.net": something asks for what they put out
};

// The addresses, without indexes, of whatever the attributes that are asked of resources can come from, by the
// configuration alone: of `plan` only `config` and `modules` are read, and it outlives this. Of what is led to all
// attributes are followed. `config` may be read bit by bit: what is led to is told, and followed once it is there.
class Extent {
 public:
  explicit Extent(const facts::Plan& plan);
  ~Extent();
  Extent(const Extent&) = delete;
  Extent& operator=(const Extent&) = delete;

  // From these too, by what `config` holds by now.
  const Reached& follow(const AskedTypes& types);

 private:
  class Walk;
  std::unique_ptr<Walk> walk_;
};

}  // namespace berm::relations
