// Which of the rules have to look at a resource: what elements are read for.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/eval/eval.h"

namespace berm::stream {

// One a thread.
class Sieve {
 public:
  virtual ~Sieve() = default;
  virtual void look(const eval::TypePlan& type, const facts::ResourceChange& change, eval::Place place,
                    std::vector<uint32_t>& kept) = 0;
  virtual void add_cleared(std::span<uint32_t> judged) const = 0;
};

// What rules ask, for any number of threads.
class Sieves {
 public:
  virtual ~Sieves() = default;
  // Null: no rule asks.
  virtual const eval::TypePlan* type(std::string_view type_of) const = 0;
  virtual std::span<const eval::TypePlan> types() const = 0;
  virtual eval::Wanted wanted(const eval::TypePlan& type, const facts::ResourceChange& change,
                              eval::Place place) const = 0;
  virtual std::unique_ptr<Sieve> make() const = 0;
};

}  // namespace berm::stream
