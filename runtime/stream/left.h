// What rules are left to judge once the plan has passed, and what judging it looks at. Internal to this folder.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "reference/needs.h"
#include "runtime/stream/part.h"
#include "runtime/stream/rules.h"
#include "runtime/stream/sieve.h"

namespace berm::stream {

// How a rule is judged.
enum class Way : uint8_t {
  Alone,    // each candidate by itself
  Asking,   // the same, unless judging it asks for relations, which policies that are not known yet do
  Related,  // with whatever relations look at
};

// What is neither planned nor drift: deferred resources, data sources that were read while planning, and what else the
// plan holds.
struct Other {
  enum class Of : uint8_t { Deferred, State, Entities } of;
  uint32_t number = 0;                  // into what they are of
  std::string address = {}, type = {};  // of what is of the state
  std::vector<uint32_t> rules = {};
};

struct LeftRule {
  const ir::Rule* rule = nullptr;  // null: nothing is left to judge
  reference::Needs needs = {};
  Way way = Way::Alone;
};

// Things have positions, in the order of reports: what is kept, others, drift.
class Left {
 public:
  Left(const Sieves& sieves, const Sifted& sifted) : sieves_(sieves), sifted_(sifted) {}

  // False: something is broken. `cleared`, by rule: what the filter clears is added.
  bool find(Rules& rules, const Source& source, const Layout& layout, const Parts& parts, std::span<uint32_t> cleared);

  const Sifted& sifted() const { return sifted_; }
  const std::vector<Other>& others() const { return others_; }
  std::span<const uint32_t> rules_of(const Kept& kept) const {
    return std::span(sifted_.rules).subspan(kept.first_rule, kept.rules);
  }
  const LeftRule& rule(size_t number) const { return rules_[number]; }
  // Of all of them.
  reference::Needs needs() const;
  // Everything of these types is looked at, and what these attributes come from.
  const relations::AskedTypes& types() const { return types_; }
  // The texts of the rules; asking for them is not for several threads, reading them is.
  const SourceSet& texts() const { return *texts_; }

  size_t position(const Kept& kept, bool drift) const {
    return drift ? first_drift() + static_cast<size_t>(&kept - sifted_.drift.data())
                 : static_cast<size_t>(&kept - sifted_.kept.data());
  }
  size_t first_other() const { return sifted_.kept.size(); }

 private:
  size_t first_drift() const { return first_other() + others_.size(); }
  void look(const std::vector<facts::ResourceChange>& changes, Other::Of of, Sieve& sieve);
  bool look_at_state(const Source& source, const StatePlaces& places, const facts::Plan& base, Sieve& sieve);
  void add(uint32_t rule, Rules& rules);

  const Sieves& sieves_;
  const Sifted& sifted_;
  std::vector<Other> others_;
  std::vector<LeftRule> rules_;
  relations::AskedTypes types_;
  const SourceSet* texts_ = nullptr;
};

}  // namespace berm::stream
