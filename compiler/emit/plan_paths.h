// The parts of a resource that rules read, as a trie. Internal to this folder.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "compiler/emit/sections.h"

namespace berm::emit {

class PlanPaths {
 public:
  // What the steps lead to is read, all of it.
  void add(std::span<const ir::Step> steps);
  // Everything.
  void add_all() { root_.whole = true; }

  // Parents stand before their children.
  std::vector<fb::PathNode> write(Strings& strings) const;

 private:
  struct Part {
    bool whole = false;
    std::map<std::string, Part, std::less<>> members;
    std::unique_ptr<Part> elements;
  };
  static void add(Part& part, std::span<const ir::Step> steps, int keys);
  static Part& elements_of(Part& part);
  static void write(const Part& part, uint32_t at, std::vector<fb::PathNode>& out, Strings& strings);

  Part root_;
};

}  // namespace berm::emit
