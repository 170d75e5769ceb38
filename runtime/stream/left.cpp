#include "runtime/stream/left.h"

#include <algorithm>
#include <memory>
#include <set>

#include "runtime/relations/relations.h"
#include "runtime/stream/values.h"

namespace berm::stream {

using facts::ResourceChange;

bool Left::find(Rules& rules, const Source& source, const Layout& layout, const Parts& parts,
                std::span<uint32_t> cleared) {
  auto sieve = sieves_.make();
  look(parts.base().deferred, Other::Of::Deferred, *sieve);
  if (!look_at_state(source, layout.state, parts.base(), *sieve)) return false;
  look(parts.base().entities, Other::Of::Entities, *sieve);
  sieve->add_cleared(cleared);
  rules_.assign(rules.size(), {});
  for (uint32_t rule : sifted_.rules) add(rule, rules);
  for (const Other& other : others_) {
    for (uint32_t rule : other.rules) add(rule, rules);
  }
  texts_ = &rules.sources();
  return true;
}

void Left::look(const std::vector<ResourceChange>& changes, Other::Of of, Sieve& sieve) {
  for (uint32_t i = 0; i < changes.size(); ++i) {
    const eval::TypePlan* type = sieves_.type(facts::type_of(changes[i]));
    if (!type || !sieves_.wanted(*type, changes[i], eval::Place::Planned).seen) continue;
    Other other{.of = of, .number = i};
    sieve.look(*type, changes[i], eval::Place::Planned, other.rules);
    if (!other.rules.empty()) others_.push_back(std::move(other));
  }
}

// Of each address the first counts, and none that a change covers.
bool Left::look_at_state(const Source& source, const StatePlaces& places, const facts::Plan& base, Sieve& sieve) {
  constexpr uint64_t kAtOnce = 1'000'000;  // bytes, so that they don't add up
  std::set<std::string, std::less<>> covered;
  for (const ResourceChange& change : base.deferred) {
    if (!change.deposed.empty()) continue;
    covered.emplace(change.address);
    covered.emplace(change.previous_address);
  }
  HashSet seen;
  std::unique_ptr<Reread> reread;
  for (uint32_t i = 0; i < places.resources.size(); ++i) {
    const StatePlaces::Resource& place = places.resources[i];
    if (!place.asked || sifted_.covers(place.address)) continue;
    if (!reread || reread->bytes() > kAtOnce) reread = std::make_unique<Reread>(source);
    facts::StateResource resource;
    try {
      reread->state(places, place, resource);
    } catch (const Refused&) {
      return false;
    }
    if (!resource.deposed.empty() || covered.contains(resource.address) || !seen.insert(place.address)) continue;
    ResourceChange change = relations::unchanged(resource);
    Other other{.of = Other::Of::State, .number = i, .address = std::string(change.address), .type = type_of(change)};
    const eval::TypePlan* type = sieves_.type(other.type);
    if (!type || !sieves_.wanted(*type, change, eval::Place::ReadEarly).seen) continue;
    sieve.look(*type, change, eval::Place::ReadEarly, other.rules);
    if (!other.rules.empty()) others_.push_back(std::move(other));
  }
  return true;
}

void Left::add(uint32_t rule, Rules& rules) {
  LeftRule& left = rules_[rule];
  if (left.rule) return;
  left.rule = &rules.rule(rule);
  left.needs = reference::needs_of(*left.rule);
  if (left.needs.types.empty()) return;
  left.way = left.needs.related ? Way::Related : Way::Asking;
  if (left.needs.related) relations::add(left.needs.types, types_);
}

reference::Needs Left::needs() const {
  reference::Needs out;
  for (const LeftRule& left : rules_) {
    if (left.rule) out.add(left.needs);
  }
  return out;
}

}  // namespace berm::stream
