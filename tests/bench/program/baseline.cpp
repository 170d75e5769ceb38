// baseline PLAN: what every ratio of the benchmark is measured against. Loads the whole file and walks type and actions
// of `resource_changes` with simdjson on-demand, the plain way; prints how many it saw.
#include <simdjson.h>

#include <cstdio>

namespace {

struct Seen {
  size_t resources = 0, actions = 0, bytes = 0;
};

Seen walk(simdjson::ondemand::document& document) {
  Seen seen;
  for (simdjson::ondemand::object resource : document["resource_changes"].get_array()) {
    std::string_view type = resource["type"];
    seen.bytes += type.size();
    for (std::string_view action : resource["change"]["actions"].get_array()) {
      ++seen.actions;
      seen.bytes += action.size();
    }
    ++seen.resources;
  }
  return seen;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: baseline PLAN\n");
    return 3;
  }
  try {
    simdjson::padded_string text = simdjson::padded_string::load(arguments[1]);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document = parser.iterate(text);
    Seen seen = walk(document);
    std::printf("%zu resources, %zu actions, %zu bytes\n", seen.resources, seen.actions, seen.bytes);
  } catch (const simdjson::simdjson_error& error) {
    std::fprintf(stderr, "baseline: %s: %s\n", arguments[1], error.what());
    return 3;
  }
}
