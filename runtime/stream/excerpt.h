// Parts of a plan's `configuration` and `prior_state`, as text that runtime/plan reads again. Internal to this folder.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runtime/stream/json.h"
#include "runtime/stream/layout.h"

namespace berm::stream {

// What of the configuration is taken, beside its providers and the root module's variables and outputs.
struct ConfigWanted {
  bool modules = false;  // what calls pass, variables and outputs of all modules
  // With the address of the block, "module.net.aws_vpc.this".
  std::function<bool(const std::string& block, const Named&)> block;  // empty: none
};
std::optional<std::string> excerpt_of_configuration(const Source& source, const RootMember& configuration,
                                                    const ConfigWanted& wanted);

// Resources of the prior state.
struct StateExcerpt {
  struct Module {
    size_t depth = 0;
    std::string address = "\"\"";
  };
  struct Resource {
    size_t module = 0;
    std::string address, type, text;  // type: "aws_vpc", "data.aws_ami"
  };
  std::vector<Module> modules;
  std::vector<Resource> resources;

  // Those that are wanted, as a `prior_state`.
  std::string text(const std::function<bool(const Resource&)>& wanted) const;
};
std::optional<StateExcerpt> read_state(const Source& source, const RootMember& state,
                                       const std::function<bool(const Named&)>& wanted);

}  // namespace berm::stream
