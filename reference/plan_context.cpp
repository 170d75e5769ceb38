#include "reference/plan_context.h"

#include <algorithm>

namespace berm::reference {
namespace {

// What was read stays as it is; it was no change, but nothing that stood before either.
facts::ResourceChange read_early(const facts::StateResource& state) {
  facts::ResourceChange change;
  change.address = state.address;
  change.module_address = state.module_address;
  change.mode = state.mode;
  change.type = state.type;
  change.name = state.name;
  change.index = state.index;
  change.provider_name = state.provider_name;
  change.actions = facts::kRead;
  change.before = change.after = state.values;
  change.config = state.config;
  return change;
}

}  // namespace

std::string type_of(const facts::ResourceChange& change) {
  std::string type(change.type);
  return change.mode == "data" ? "data." + type : type;
}

PlanContext::PlanContext(const facts::Plan& plan) : plan_(plan) {
  for (const facts::ResourceChange& change : plan.changes) add(change);
  for (const facts::ResourceChange& change : plan.deferred) add(change);
  add_early_reads();
  for (const facts::ResourceChange& change : plan.entities) add(change);
  for (const facts::ResourceChange& change : plan.drift) add(change, true);
}

void PlanContext::add(const facts::ResourceChange& change, bool drift) {
  by_type_[type_of(change)].push_back(all_.size());
  all_.push_back({&change, drift});
}

// Data sources stand in the state only, unless they are read while applying.
void PlanContext::add_early_reads() {
  std::set<std::string_view> read_later;
  for (const Candidate& candidate : all_) {
    if (candidate.change->mode == "data") read_later.insert(candidate.change->address);
  }
  for (const facts::StateResource& state : plan_.prior_state) {
    if (state.mode == "data" && !read_later.contains(state.address)) add(early_reads_.emplace_back(read_early(state)));
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

bool PlanContext::has(std::string_view address) const {
  return std::ranges::any_of(all_, [&](const Candidate& candidate) { return candidate.change->address == address; });
}

}  // namespace berm::reference
