// What simdjson does for this folder: UTF-8, the names of elements, and changes of resources as far as rules read them.
// Internal to this folder.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "runtime/stream/sift.h"
#include "runtime/stream/window.h"

namespace berm::stream {

constexpr size_t kNotUtf8 = static_cast<size_t>(-1);

// How many bytes are valid UTF-8, or kNotUtf8 where some are not. Without `all` a character may be cut at the end, and
// is not counted.
size_t valid_utf8(const char* bytes, size_t size, bool all);

// What elements of `configuration` and `prior_state` are called.
struct Named {
  std::string_view address, mode, type, provider_config_key;
  std::string_view text;  // all of the element
};

// False: one can't be read. `last`: nothing that is asked for stands behind this one, as a rule; where it does, it is
// found all the same if `last` is not there before it.
bool read_names(Batch& batch, std::string_view last, const std::function<void(const Named&)>& found);

// Elements of `resource_changes` and `resource_drift`. One a thread.
class Elements {
 public:
  Elements(const Sieves& sieves, const Records& records);
  ~Elements();
  // False: something is not as runtime/plan would take it. Writes the brackets of a list around the elements.
  bool read(Batch& batch);
  Sift& sift();
  const Sift& sift() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace berm::stream
