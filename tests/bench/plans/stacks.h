// What made-up plans are made of: stacks of resources that belong together, as stacks.json describes them.
//
// A resource there has
//   type name mode      `mode` "data": read while planning
//   count               as many, with indexes; else one
//   tags                whether it has the tags that every resource of the organisation has
//   replaced_by         the attribute whose change replaces it
//   written             attributes that the configuration says, as values or
//                         {"$var": NAME, "is": V}      from a variable
//                         {"$secret": NAME, "is": V}   the same, sensitive
//                         {"$ref": PATH, "is": V}      from what the provider computes for another resource of the
//                         stack
//                         {"$known": PATH, "is": V}    from what is written of another resource of the stack
//                         {"$json": V}                 as JSON text
//   default             attributes that the provider knows while planning
//   provider            attributes that are known after apply
//   null none           names of attributes that are null, that are empty lists
//   broken              what is otherwise in the few resources that break rules; one of them
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace berm::bench {

struct Resource {
  std::string mode = "managed", type, name, replaced_by;
  size_t count = 0, schema = 0;  // count 0: not counted
  nlohmann::json written, defaults, provider;
  std::vector<nlohmann::json> broken;
};

enum class Place : uint8_t {
  RootForEach,    // aws_x.name["key"]
  RootCount,      // aws_x.name[0]
  ModuleForEach,  // module.stack["key"].aws_x.name
  NestedForEach,  // module.platform.module.stack["key"].aws_x.name
  ModuleEach,     // module.stack_000000.aws_x.name: a call of its own
};

struct Stack {
  std::string name;
  Place place = Place::RootForEach;
  size_t share = 1;  // of instances, relative to the others'
  std::vector<Resource> resources;

  bool in_root() const { return place == Place::RootForEach || place == Place::RootCount; }
  std::string module() const;  // "module.bucket[\"<key>\"]"; empty in the root
  std::string address(const Resource& resource) const;
  std::string index(const Resource& resource) const;  // as text with holes; empty: none
};

// Those of stacks.json. Throws what the JSON library throws where that says nonsense.
const std::vector<Stack>& stacks();

}  // namespace berm::bench
