// The members at the root of a plan, found in one pass over the file; what is in the lists of resources is handed on
// while it passes. Internal to this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/stream/cursor.h"
#include "runtime/stream/places.h"

namespace berm::stream {

struct RootMember {
  std::string name;
  uint64_t begin = 0, end = 0;  // of the value
};

struct Layout {
  std::vector<RootMember> members;
  ConfigPlaces configuration;
  StatePlaces state;
  // Null: there is none.
  const RootMember* find(std::string_view name) const;
};

// None where something is not as runtime/plan would take it. `feed` has a plan of so many bytes, and gets
// `resource_changes` and `resource_drift`. `related`: relations may ask for any resource.
std::optional<Layout> lay_out(Feed& feed, uint64_t size, const Sieves& sieves, bool related);

}  // namespace berm::stream
