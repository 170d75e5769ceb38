#include "reference/plan_context.h"

#include <algorithm>
#include <iterator>

namespace berm::reference {

PlanContext::PlanContext(const facts::Plan& plan) : plan_(plan), relations_(plan) {
  all_.reserve(plan.changes.size() + plan.deferred.size() + plan.entities.size() + plan.drift.size());
  for (const facts::ResourceChange& change : plan.changes) add({&change});
  for (const facts::ResourceChange& change : plan.deferred) add({&change});
  add_early_reads();
  for (const facts::ResourceChange& change : plan.entities) add({&change});
  for (const facts::ResourceChange& change : plan.drift) add({&change, true});
}

void PlanContext::add(Candidate candidate) {
  const facts::ResourceChange& change = *candidate.change;
  (change.mode == "data" ? data_ : managed_)[change.type].push_back(static_cast<uint32_t>(all_.size()));
  all_.push_back(candidate);
}

// Data sources stand in the state only, unless they are read while applying.
void PlanContext::add_early_reads() {
  std::set<std::string> types;
  for (const facts::StateResource& state : plan_.prior_state) {
    if (state.mode == "data") types.insert(facts::type_of(state.mode, state.type));
  }
  if (types.empty()) return;
  std::set<std::string_view> read_later;
  for (const Candidate& candidate : all_) {
    if (candidate.change->mode == "data") read_later.insert(candidate.change->address);
  }
  for (const facts::ResourceChange* read : relations_.existing({types.begin(), types.end()})) {
    if (!read_later.contains(read->address)) add({read, false, true});
  }
}

std::vector<Candidate> PlanContext::candidates(const std::set<std::string>& types) const {
  std::vector<uint32_t> positions;
  for (std::string_view type : types) {
    bool data = type.starts_with("data.");
    const auto& by_type = data ? data_ : managed_;
    auto found = by_type.find(data ? type.substr(5) : type);
    if (found != by_type.end()) positions.insert(positions.end(), found->second.begin(), found->second.end());
  }
  if (types.size() > 1) std::ranges::sort(positions);
  std::vector<Candidate> out;
  out.reserve(positions.size());
  for (uint32_t position : positions) out.push_back(all_[position]);
  return out;
}

bool PlanContext::may_visit(const ir::Expr& join, size_t candidates) {
  constexpr size_t kFew = 100, kMostPairs = 500'000;
  if (!indexed_ || candidates <= kFew) return true;
  size_t& visited = visited_[&join];
  if (visited + candidates > std::max(kMostPairs, candidates)) return false;
  visited += candidates;
  return true;
}

const Remembered* PlanContext::recall(const Once& once) const {
  auto found = remembered_.find(once);
  return found == remembered_.end() ? nullptr : &found->second;
}

const Remembered& PlanContext::remember(const Once& once, Remembered answer) {
  return remembered_.emplace(once, std::move(answer)).first->second;
}

const Policy& PlanContext::policy_of_text(std::string_view json) {
  auto found = policies_of_text_.find(json);
  if (found != policies_of_text_.end()) return found->second;
  return policies_of_text_.emplace(json, read_policy_text(json, kept_)).first->second;
}

const Policy& PlanContext::policy_of_blocks(const facts::ResourceChange& data_source) {
  auto [place, is_new] = policies_of_blocks_.try_emplace(&data_source);
  if (is_new) place->second = read_policy_blocks(data_source.after, kept_);
  return place->second;
}

std::span<const std::string_view> PlanContext::actions_of(const ir::Grant& grant) {
  auto found = actions_->find(&grant);
  if (found == actions_->end()) found = actions_->emplace(&grant, grant.actions).first;
  return found->second.all();
}

std::vector<Candidate> PlanContext::at(std::string_view address) const {
  std::vector<Candidate> out;
  std::ranges::copy_if(all_, std::back_inserter(out),
                       [&](const Candidate& candidate) { return candidate.change->address == address; });
  return out;
}

}  // namespace berm::reference
