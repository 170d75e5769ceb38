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

// None where something is not as runtime/plan would take it. `on_batch` gets `resource_changes` and `resource_drift`.
// `related`: relations may ask for any resource.
std::optional<Layout> lay_out(const Source& source, size_t window_bytes, const Sieves& sieves, bool related,
                              const OnBatch& on_batch);

}  // namespace berm::stream
