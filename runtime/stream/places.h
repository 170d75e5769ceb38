// Where what is in `configuration` and `prior_state`: found while the plan passes, read where something asks for it.
// Internal to this folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/stream/cursor.h"
#include "runtime/stream/sieve.h"
#include "runtime/stream/source.h"

namespace berm::stream {

struct ConfigPlaces {
  struct Module {
    uint32_t parent = 0;  // into `modules`; of the root: itself
    std::string name;     // "net"; empty for the root
    std::string address;  // "module.a.module.net"
    // What its call has beside the module itself: `expressions`, …
    std::vector<std::pair<std::string, Range>> call;
    Range outputs, variables;
  };
  struct Block {
    uint64_t offset = 0;
    uint64_t hash = 0;  // of its address: block_hash
    uint32_t size = 0, module = 0;
    uint32_t type = 0;      // hash
    uint32_t provider = 0;  // into `providers`
    Range range() const { return {offset, offset + size}; }
  };
  Range provider_config;
  std::vector<Module> modules = {Module{}};  // callers before those they call
  std::vector<Block> blocks;
  std::vector<std::string> providers;  // `provider_config_key`s
};

struct StatePlaces {
  struct Module {
    uint32_t depth = 0;
    Range address;  // as JSON; empty for the root
  };
  struct Resource {
    uint64_t offset = 0;
    uint64_t address = 0, block = 0;  // hashes: with instances, without
    uint64_t instance = 0;            // hash of its module's address
    uint32_t size = 0, module = 0;
    uint32_t type = 0, call = 0;  // hashes: of its type, of its module's address without instances
    bool asked = false;           // a data source of a type that rules ask for
  };
  std::vector<Module> modules;
  // Those that anything can ask for, as runtime/plan reads them; mostly without what a change covers.
  std::vector<Resource> resources;
};

// At their `{`. False: something is broken or odd.
bool find_places(Cursor& cursor, ConfigPlaces& out);
// `all`: relations may ask for any resource; else it is data sources that rules ask for.
bool find_places(Cursor& cursor, const Sieves& sieves, bool all, StatePlaces& out);

// Whether rules ask for data sources, which stand in the state where they were read while planning.
bool ask_for_data(const Sieves& sieves);

}  // namespace berm::stream
