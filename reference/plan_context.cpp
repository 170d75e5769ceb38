#include "reference/plan_context.h"

#include <algorithm>

namespace berm::reference {

std::string type_of(const facts::ResourceChange& change) {
  std::string type(change.type);
  return change.mode == "data" ? "data." + type : type;
}

PlanContext::PlanContext(const facts::Plan& plan) : plan_(plan), relations_(plan) {
  for (const facts::ResourceChange& change : plan.changes) add({&change});
  for (const facts::ResourceChange& change : plan.deferred) add({&change});
  add_early_reads();
  for (const facts::ResourceChange& change : plan.entities) add({&change});
  for (const facts::ResourceChange& change : plan.drift) add({&change, true});
}

void PlanContext::add(Candidate candidate) {
  by_type_[type_of(*candidate.change)].push_back(all_.size());
  all_.push_back(candidate);
}

// Data sources stand in the state only, unless they are read while applying.
void PlanContext::add_early_reads() {
  std::set<std::string> types;
  for (const facts::StateResource& state : plan_.prior_state) {
    if (state.mode == "data") types.insert("data." + std::string(state.type));
  }
  std::set<std::string_view> read_later;
  for (const Candidate& candidate : all_) {
    if (candidate.change->mode == "data") read_later.insert(candidate.change->address);
  }
  for (const facts::ResourceChange* read : relations_.existing({types.begin(), types.end()})) {
    if (!read_later.contains(read->address)) add({read, false, true});
  }
}

std::vector<Candidate> PlanContext::candidates(const std::set<std::string>& types) const {
  std::vector<size_t> positions;
  for (const std::string& type : types) {
    auto found = by_type_.find(type);
    if (found != by_type_.end()) positions.insert(positions.end(), found->second.begin(), found->second.end());
  }
  std::ranges::sort(positions);
  std::vector<Candidate> out;
  for (size_t position : positions) out.push_back(all_[position]);
  return out;
}

const Remembered* PlanContext::recall(const Once& once) const {
  auto found = remembered_.find(once);
  return found == remembered_.end() ? nullptr : &found->second;
}

const Remembered& PlanContext::remember(const Once& once, Remembered answer) {
  return remembered_.emplace(once, std::move(answer)).first->second;
}

bool PlanContext::has(std::string_view address) const {
  return std::ranges::any_of(all_, [&](const Candidate& candidate) { return candidate.change->address == address; });
}

}  // namespace berm::reference
