// The rules of a check, by number, wherever they come from.
#pragma once

#include <cstddef>

#include "base/source.h"
#include "ir/ir.h"
#include "runtime/report/verdict.h"

namespace berm::stream {

class Rules {
 public:
  virtual ~Rules() = default;
  virtual size_t size() const = 0;
  virtual bool judged(size_t rule) const = 0;
  // What a report says of it where nothing is judged.
  virtual report::RuleResult describe(size_t rule) = 0;
  virtual const ir::Rule& rule(size_t rule) = 0;
  virtual const SourceSet& sources() = 0;
};

}  // namespace berm::stream
