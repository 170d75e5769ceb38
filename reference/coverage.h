// Which clauses and branches tests have made true and false.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/source.h"
#include "ir/ir.h"

namespace berm::reference {

// Rules share the parts of a hazard, so what is seen is kept by rule. Parts are a clause of a rule, an operand of `and`
// or `or`, or a side of `??`, which is true where it gave the value.
class Coverage {
 public:
  void see(const ir::Rule& rule, const void* part, bool value) { seen_[{&rule, part}] |= value ? kTrue : kFalse; }
  bool saw(const ir::Rule& rule, const void* part, bool value) const {
    auto found = seen_.find({&rule, part});
    return found != seen_.end() && (found->second & (value ? kTrue : kFalse)) != 0;
  }

 private:
  static constexpr uint8_t kTrue = 1, kFalse = 2;
  std::map<std::pair<const ir::Rule*, const void*>, uint8_t> seen_;
};

// Where evaluators tell what they see of one rule; says nothing to nobody where there is no coverage.
class Recorder {
 public:
  Recorder() = default;
  Recorder(Coverage* coverage, const ir::Rule& rule) : coverage_(coverage), rule_(&rule) {}
  bool is_told() const { return coverage_ != nullptr; }
  void see(const void* part, bool value) const {
    if (coverage_) coverage_->see(*rule_, part, value);
  }

 private:
  Coverage* coverage_ = nullptr;
  const ir::Rule* rule_ = nullptr;
};

// What tests should show of a rule.
struct Point {
  enum class Kind : uint8_t { Rule, Calls, Allows, Plan, Require, Operand, Default, Taken } kind = Kind::Rule;
  Span span;
  const void* part = nullptr;
  bool negated = false;    // the source says the opposite of the part
  bool true_only = false;  // it can't be false
};

// In the order of the rule: itself, its clauses, each with the branches of its conditions.
std::vector<Point> points_of(const ir::Rule& rule);

// A point that no test reached in full.
struct Gap {
  Point::Kind kind = Point::Kind::Rule;
  Span span;
  std::string text;  // its source, white space folded
  bool never_true = false, never_false = false;
};

struct RuleCoverage {
  std::string name;  // without a team: its rules of all teams together
  Span span;
  uint32_t wanted = 0;  // a point counts once for true and once for false
  uint32_t reached = 0;
  std::vector<Gap> gaps;
};

// Of the rules that `own` takes; what they say by way of other people's hazards does not count but for the rule as a
// whole.
std::vector<RuleCoverage> summarise(const ir::Module& module, const SourceSet& sources, const Coverage& coverage,
                                    const std::function<bool(Span)>& own);

}  // namespace berm::reference
