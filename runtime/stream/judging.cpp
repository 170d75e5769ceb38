#include "runtime/stream/judging.h"

#include <algorithm>
#include <atomic>
#include <iterator>

namespace berm::stream {

using facts::ResourceChange;
using reference::Candidate;
using reference::PlanContext;

// ---- what is judged by itself

std::vector<Judging::Chunk> Judging::chunks(const std::vector<Kept>& kept) const {
  constexpr uint64_t kBytes = 250'000;
  std::vector<Chunk> out;
  uint64_t bytes = 0;
  for (const Kept& each : kept) {
    auto rules = left_.rules_of(each);
    if (std::ranges::all_of(rules, [this](uint32_t rule) { return left_.rule(rule).way == Way::Related; })) continue;
    if (bytes == 0) out.emplace_back();
    out.back().push_back(&each);
    bytes += each.size;
    if (bytes > kBytes) bytes = 0;
  }
  return out;
}

bool Judging::judge_alone() {
  auto planned = chunks(left_.sifted().kept), drift = chunks(left_.sifted().drift);
  // The longest first.
  using Work = std::function<bool(size_t worker, Done&)>;
  std::vector<Work> jobs;
  Parts::Asked asked;
  if (!left_.types().empty()) {
    asked = rest();
    begun_ = parts_.begin(asked);
    if (!begun_) return false;
    jobs.push_back([&](size_t, Done&) { return parts_.follow(asked, *begun_); });
  }
  jobs.push_back([this](size_t worker, Done& done) { return judge_others(actions_[worker], done); });
  for (bool of_drift : {false, true}) {
    for (const Chunk& chunk : of_drift ? drift : planned)
      jobs.push_back([this, of_drift, &chunk](size_t worker, Done& done) {
        return judge_chunk(chunk, of_drift, actions_[worker], done);
      });
  }
  std::vector<Done> done(jobs.size());
  std::atomic<bool> good = true;
  bool ran = threads_.run(jobs.size(), [&](size_t worker, size_t job) {
    if (!jobs[job](worker, done[job])) good = false;
  });
  for (Done& each : done) take(each);
  for (const Place& place : asking_) relations::add(left_.rule(place.first).needs.types, origins_);
  return good && ran;
}

void Judging::take(Done& done) {
  std::ranges::move(done.pieces, std::back_inserter(pieces_));
  asking_.insert(done.asking.begin(), done.asking.end());
}

bool Judging::judge_chunk(const Chunk& kept, bool drift, reference::ActionsOfGrants& actions, Done& done) const {
  bool configured = false;
  for (const Kept* each : kept) {
    for (uint32_t rule : left_.rules_of(*each)) {
      const LeftRule& left = left_.rule(rule);
      configured |= left.way != Way::Related && (left.needs.configuration || left.needs.providers);
    }
  }
  auto part = parts_.alone(kept, drift, configured);
  if (!part) return false;
  PlanContext context(part->plan, actions);
  const auto& changes = drift ? part->plan.drift : part->plan.changes;
  Pairs pairs;
  for (size_t i = 0; i < kept.size(); ++i) {
    for (uint32_t rule : left_.rules_of(*kept[i])) {
      if (left_.rule(rule).way == Way::Related) continue;
      pairs[rule].push_back({left_.position(*kept[i], drift), {&changes[i], drift}});
    }
  }
  judge(pairs, context, false, done);
  return true;
}

bool Judging::judge_others(reference::ActionsOfGrants& actions, Done& done) const {
  if (left_.others().empty()) return true;
  auto part = parts_.with(early());
  if (!part) return false;
  PlanContext context(part->plan, actions);
  Pairs pairs;
  auto wanted = [this](const Place& place) { return left_.rule(place.first).way != Way::Related; };
  add_others(*part, context, wanted, pairs);
  judge(pairs, context, false, done);
  return true;
}

// `related`: what they ask for is there.
void Judging::judge(const Pairs& pairs, PlanContext& context, bool related, Done& done) const {
  if (!account_.empty()) context.relations().assume_account(account_);
  auto judge_some = [&](size_t rule, std::span<const Candidate> candidates, size_t position) {
    const LeftRule& left = left_.rule(rule);
    Piece piece{rule, position};
    context.forget_relations_asked();
    reference::judge_more(*left.rule, context, candidates, left_.texts(), options_, piece.found);
    if (left.way == Way::Asking && !related && context.relations_asked())
      done.asking.emplace_back(rule, position);
    else
      done.pieces.push_back(std::move(piece));
  };
  std::vector<Candidate> together;
  for (const auto& [rule, candidates] : pairs) {
    together.clear();
    for (const auto& [position, candidate] : candidates) together.push_back(candidate);
    // Of some it may be the others that have been judged.
    bool apart = left_.rule(rule).way == Way::Asking;
    for (size_t i = 0; apart && i < together.size(); ++i) judge_some(rule, {&together[i], 1}, candidates[i].first);
    if (!apart) judge_some(rule, together, candidates.front().first);
  }
}

void Judging::add_others(const Part& part, const PlanContext& context, const std::function<bool(const Place&)>& wanted,
                         Pairs& pairs) const {
  std::set<std::string> types;
  for (const Other& other : left_.others()) {
    if (other.of == Other::Of::State) types.insert(other.type);
  }
  std::map<std::string_view, Candidate> read_early;
  for (const Candidate& candidate : context.candidates(types)) {
    if (candidate.read_early) read_early.emplace(candidate.change->address, candidate);
  }
  auto candidate_of = [&](const Other& other) -> Candidate {
    if (other.of == Other::Of::Deferred) return {&part.plan.deferred[other.number]};
    if (other.of == Other::Of::Entities) return {&part.plan.entities[other.number]};
    auto found = read_early.find(other.address);
    return found == read_early.end() ? Candidate() : found->second;
  };
  for (size_t i = 0; i < left_.others().size(); ++i) {
    Candidate candidate = candidate_of(left_.others()[i]);
    size_t position = left_.first_other() + i;
    for (uint32_t rule : left_.others()[i].rules) {
      if (candidate.change && wanted({rule, position})) pairs[rule].push_back({position, candidate});
    }
  }
}

// ---- what is judged with what it looks at

bool Judging::is_rest(const Place& place) const {
  return left_.rule(place.first).way == Way::Related || asking_.contains(place);
}

Parts::Asked Judging::early() const {
  Parts::Asked asked;
  for (const Other& other : left_.others()) {
    if (other.of == Other::Of::State) asked.early.push_back(other.number);
  }
  return asked;
}

Parts::Asked Judging::rest() const {
  Parts::Asked asked = early();
  asked.types = left_.types();
  asked.origins = origins_;
  auto add = [&](const std::vector<Kept>& kept, bool drift, std::vector<const Kept*>& out) {
    for (const Kept& each : kept) {
      size_t position = left_.position(each, drift);
      bool wanted = std::ranges::any_of(left_.rules_of(each), [&](uint32_t rule) { return is_rest({rule, position}); });
      if (wanted || each.odd) out.push_back(&each);
    }
  };
  add(left_.sifted().kept, false, asked.kept);
  add(left_.sifted().drift, true, asked.drift);
  return asked;
}

Judging::Pairs Judging::rest_pairs(const Part& part, const Parts::Asked& asked, const PlanContext& context) const {
  Pairs pairs;
  auto add = [&](const Kept& kept, const Candidate& candidate) {
    size_t position = left_.position(kept, candidate.drift);
    for (uint32_t rule : left_.rules_of(kept)) {
      if (is_rest({rule, position})) pairs[rule].push_back({position, candidate});
    }
  };
  for (size_t i = 0; i < part.plan.changes.size(); ++i) {
    if (part.kept[i]) add(*part.kept[i], {&part.plan.changes[i]});
  }
  auto wanted = [this](const Place& place) { return is_rest(place); };
  add_others(part, context, wanted, pairs);
  for (size_t i = 0; i < part.plan.drift.size(); ++i) add(*asked.drift[i], {&part.plan.drift[i], true});
  return pairs;
}

bool Judging::judge_rest(bool has_changes) {
  Parts::Asked asked = rest();
  if (!asked.related() && asked.kept.empty()) {
    doubts_ = reference::doubts_about(parts_.base(), has_changes);
    return true;
  }
  auto part = parts_.with(asked, std::move(begun_));
  if (!part) return false;
  doubts_ = reference::doubts_about(part->plan, has_changes);
  return judge_rest(*part, asked);
}

// Each thread with relations of its own.
bool Judging::judge_rest(const Part& part, const Parts::Asked& asked) {
  constexpr size_t kWorthAThread = 2'000;  // changes
  struct Worker {
    PlanContext context;
    Pairs pairs = {};
    Done done = {};
  };
  std::array<std::unique_ptr<Worker>, 2> workers;
  auto groups = rest_groups(asked);
  auto judge_group = [&](size_t number, size_t job) {
    auto& worker = workers[number];
    if (!worker) {
      worker.reset(new Worker{{part.plan, actions_[number]}});
      worker->pairs = rest_pairs(part, asked, worker->context);
    }
    Pairs pairs;
    for (size_t rule : groups[job]) pairs.insert(worker->pairs.extract(rule));
    judge(pairs, worker->context, true, worker->done);
  };
  bool good = threads_.run(groups.size(), judge_group, part.plan.changes.size() > kWorthAThread);
  for (auto& worker : workers) {
    if (worker) take(worker->done);
  }
  return good;
}

// The rules by the types that they ask about, since to find how those are related is much of the work; what has most
// candidates comes first.
std::vector<std::vector<size_t>> Judging::rest_groups(const Parts::Asked& asked) const {
  std::map<size_t, size_t> candidates;  // by rule
  auto count = [&](std::span<const uint32_t> rules) {
    for (uint32_t rule : rules) ++candidates[rule];
  };
  for (const auto* kept : {&asked.kept, &asked.drift}) {
    for (const Kept* each : *kept) count(left_.rules_of(*each));
  }
  for (const Other& other : left_.others()) count(other.rules);
  struct Group {
    size_t candidates = 0;
    std::vector<size_t> rules;
  };
  std::map<relations::AskedTypes, Group> groups;
  for (auto [rule, number] : candidates) {
    Group& group = groups[left_.rule(rule).needs.types];
    group.candidates += number;
    group.rules.push_back(rule);
  }
  std::vector<Group> sorted;
  for (auto& [types, group] : groups) sorted.push_back(std::move(group));
  std::ranges::stable_sort(sorted, std::greater(), &Group::candidates);
  std::vector<std::vector<size_t>> out;
  for (Group& group : sorted) out.push_back(std::move(group.rules));
  return out;
}

}  // namespace berm::stream
