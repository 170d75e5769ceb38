// What `berm sim` and `berm replay` decide by: the manifest's documents where they are attached, and other policies.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "apps/berm/command.h"
#include "sim/question.h"
#include "sim/simulator.h"

namespace CLI {
class App;
}

namespace berm::app {

struct WorldArguments : Common {
  std::vector<std::string> policies;  // KIND=FILE, KIND@TARGET=FILE
  std::string stage;
};
// --policy and --stage.
void add_world(CLI::App& command, WorldArguments& arguments);

struct LoadedWorld {
  std::unique_ptr<driver::Project> project;
  documents::Result documents;
  std::vector<sim::OutsidePolicy> outside;
  std::unique_ptr<sim::Simulator> simulator;

  sim::Place place() const;
};

// Without a manifest in the directory `--policy` alone decides. Prints what is wrong and then returns nothing.
std::unique_ptr<LoadedWorld> load_world(const WorldArguments& arguments);

}  // namespace berm::app
