// Elements of `resource_changes` and `resource_drift`, as far as rules read them. Internal to this folder.
#pragma once

#include <memory>

#include "runtime/stream/sift.h"
#include "runtime/stream/window.h"

namespace berm::stream {

// One a thread.
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
