#include "sim/replay.h"

#include <algorithm>
#include <tuple>

#include "base/lists.h"
#include "base/text.h"

namespace berm::sim {
namespace {

using access::Decision;

// What decides, for a group's name: the document, or the layer that has no allow.
std::string decider(const access::Verdict& verdict) {
  for (size_t index : verdict.decisive) {
    const access::Step& step = verdict.steps[index];
    return step.document.empty() ? std::string(access::name(step.layer)) : step.document;
  }
  return {};
}

}  // namespace

// Times of CloudTrail are UTC in one form, so that they compare as text.
void Times::add(const std::string& time) {
  ++count;
  if (first.empty() || time < first) first = time;
  if (time > last) last = time;
}

void Replay::add(const cloudtrail::Event& event) {
  cloudtrail::Call call = cloudtrail::call_of(event, place_.catalog, place_.partition);
  switch (call.reading) {
    case cloudtrail::Reading::NotACall: ++not_calls_; break;
    case cloudtrail::Reading::Refused: ++refused_; break;
    case cloudtrail::Reading::NoAction: ++unmapped_[event.source + " " + event.name]; break;
    case cloudtrail::Reading::Call: judge(event, std::move(call)); break;
  }
}

void Replay::judge(const cloudtrail::Event& event, cloudtrail::Call call) {
  judged_.add(event.time);
  Asked asked{std::move(call.request), {}};
  derive_keys(asked, place_);
  call.request = std::move(asked.request);
  auto known = [&call](std::string_view key) { return call.knows(key); };
  access::Outlook outlook = simulator_.outlook(call.request, known);
  if (outlook.worst.decision == Decision::Allow) return;
  bool certain = outlook.best.decision != Decision::Allow;
  record(event, call, certain ? outlook.best : outlook.worst, certain);
}

void Replay::record(const cloudtrail::Event& event, const cloudtrail::Call& call, const access::Verdict& verdict,
                    bool certain) {
  Group group;
  group.certain = certain;
  group.document = decider(verdict);
  group.principal = call.principal;
  group.action = call.request.action;
  for (const Cause& cause : simulator_.causes(call.request, verdict)) {
    add_once(group.rules, cause.rule);
  }
  std::string name = (certain ? "0" : "1") + group.document + "\n" + group.principal + "\n" + group.action;
  for (const ir::Rule* rule : group.rules) name += "\n" + rule->name;
  Group& kept = groups_.try_emplace(std::move(name), std::move(group)).first->second;
  kept.times.add(event.time);
  if (certain) return;
  for (size_t index : verdict.decisive)
    kept.keys.insert(verdict.steps[index].keys.begin(), verdict.steps[index].keys.end());
}

std::vector<Group> Replay::groups() const {
  std::vector<Group> sorted;
  for (const auto& [name, group] : groups_) sorted.push_back(group);
  auto rank = [](const Group& group) {
    std::string rules;
    for (const ir::Rule* rule : group.rules) rules += rule->name + "\n";
    return std::tuple(!group.certain, rules, group.document);
  };
  std::stable_sort(sorted.begin(), sorted.end(), [&](const Group& a, const Group& b) {
    auto left = rank(a), right = rank(b);
    return left != right ? left < right : a.times.count > b.times.count;
  });
  return sorted;
}

}  // namespace berm::sim
