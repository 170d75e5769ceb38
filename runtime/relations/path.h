// Places within values and addresses: `ingress[0].groups[1]`, `module.a["x"].aws_vpc.main[0]`.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/facts/facts.h"
#include "runtime/relations/hash_index.h"

namespace berm::relations {

// A name, or an index as it is written between the brackets: `0`, `"k"`, `*`.
struct Step {
  std::string_view text;
  bool index = false;
};

using Steps = std::vector<Step>;
using Path = std::span<const Step>;

Steps read_steps(std::string_view text);

// Each path once, with its own copy of the texts.
class Paths {
 public:
  const Steps& keep(Path path);

 private:
  struct Kept {
    std::string text;
    Steps steps;
  };
  std::deque<Kept> all_;
  HashIndex index_;
};

// What stands there: kNull where nothing does, kUnknown inside what is unknown. An index of a set or map is read as one
// of a list or object.
const facts::Value& walk(const facts::Value& value, Path path);

// An address and the key at its end: `aws_vpc.main` and `["a"]`; the key is empty where there is none.
struct Instance {
  std::string_view base, key;
};
Instance split_instance(std::string_view address);

// `module.a["x"].module.b[0]` → `module.a["x"]`, `b`, `[0]`.
struct ModuleInstance {
  std::string_view parent, name, key;
};
ModuleInstance split_module(std::string_view address);

// The text of a key: `["a"]` → `a`, `[0]` → `0`.
std::string_view key_text(std::string_view key);

}  // namespace berm::relations
