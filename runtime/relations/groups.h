// What exists after a plan is applied, by address.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "runtime/relations/existing.h"

namespace berm::relations {

// The instances of one block in one instance of its module.
struct Group {
  std::string_view address;  // `module.a["x"].aws_vpc.main`
  std::span<const facts::ResourceChange* const> all;
};

class Groups {
 public:
  explicit Groups(const Existing& existing);
  Groups(const Groups&) = delete;
  Groups& operator=(const Groups&) = delete;

  const facts::ResourceChange* find(std::string_view address) const;
  const Group* group(std::string_view address) const;
  const Group* group_of(const facts::ResourceChange& resource) const;
  // The instances of a module, by the address of its call: `module.a["x"].module.b`.
  const std::vector<std::string_view>& module_instances(std::string_view call) const;

 private:
  struct Module {
    std::string_view call;
    std::vector<std::string_view> instances;
  };

  uint32_t group_at(std::string_view address);
  void add_modules(std::string_view module);

  std::vector<Group> groups_;
  Resources members_;  // of all groups, one after the other
  Resources keyed_;    // those with a key
  std::vector<Module> modules_;
  std::vector<std::string_view> modules_seen_;
  HashIndex group_index_, keyed_index_, module_index_, seen_index_;
};

}  // namespace berm::relations
