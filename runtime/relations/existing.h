// What exists after a plan is applied, found by address.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/facts/facts.h"

namespace berm::relations {

// The instances of one block in one instance of its module.
struct Group {
  std::string_view address;  // `module.a["x"].aws_vpc.main`
  std::vector<const facts::ResourceChange*> all;
};

class Existing {
 public:
  explicit Existing(const facts::Plan& plan);

  // Of "aws_vpc" or "data.aws_ami".
  std::vector<const facts::ResourceChange*> of(const std::vector<std::string>& types) const;
  const std::vector<const facts::ResourceChange*>& all() const { return all_; }
  // Whether the one stands before the other in `all`.
  bool before(const facts::ResourceChange& a, const facts::ResourceChange& b) const;
  const facts::ResourceChange* find(std::string_view address) const;
  const Group* group(std::string_view address) const;
  const Group* group_of(const facts::ResourceChange& resource) const;
  // The instances of a module, by the address of its call: `module.a["x"].module.b`.
  const std::vector<std::string_view>& module_instances(std::string_view call) const;

 private:
  void add(const facts::ResourceChange& resource);
  void add_modules(std::string_view module);
  void add_state(const facts::Plan& plan);

  int part_of(const facts::ResourceChange& resource) const;

  const facts::Plan& plan_;
  std::vector<facts::ResourceChange> unchanged_;  // made from the prior state
  std::vector<const facts::ResourceChange*> all_;
  std::unordered_map<std::string_view, std::vector<const facts::ResourceChange*>> managed_, data_;
  std::unordered_map<std::string_view, const facts::ResourceChange*> keyed_;  // those with a key, by address
  std::unordered_map<std::string_view, Group> groups_;
  std::unordered_map<std::string_view, std::vector<std::string_view>> modules_;
  std::unordered_map<std::string_view, bool> modules_seen_;
};

}  // namespace berm::relations
