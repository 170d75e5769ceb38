// What elements of `configuration` and `prior_state` are called. Internal to this folder.
#pragma once

#include <functional>
#include <string_view>

#include "runtime/stream/window.h"

namespace berm::stream {

struct Named {
  std::string_view address, mode, type, provider_config_key;
  std::string_view text;  // all of the element
};

// False: one can't be read. `last`: nothing that is asked for stands behind this one, as a rule; where it does, it is
// found all the same if `last` is not there before it.
// `unwanted`, of an address: the element need not be looked at any further, and is not found.
bool read_names(Batch& batch, std::string_view last, const std::function<void(const Named&)>& found,
                const std::function<bool(std::string_view)>& unwanted = {});

}  // namespace berm::stream
