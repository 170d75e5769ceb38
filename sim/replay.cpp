#include "sim/replay.h"

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

void Replay::add(const cloudtrail::Event& event) {
  cloudtrail::Call call = cloudtrail::call_of(event, place_.catalog, place_.partition);
  switch (call.reading) {
    case cloudtrail::Reading::NotACall: ++report_.not_calls; break;
    case cloudtrail::Reading::Refused: ++report_.refused; break;
    case cloudtrail::Reading::NoAction: ++report_.unmapped[event.source + " " + event.name]; break;
    case cloudtrail::Reading::Call: judge(event, std::move(call)); break;
  }
}

void Replay::judge(const cloudtrail::Event& event, cloudtrail::Call call) {
  report_.judged.add(event.time);
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
  Denied denied;
  replay::Group& group = denied.group;
  group.certain = certain;
  group.by = decider(verdict);
  group.principal = call.principal;
  group.action = call.request.action;
  for (const Cause& cause : simulator_.causes(call.request, verdict)) add_once(denied.rules, cause.rule);
  std::string name = (certain ? "0" : "1") + group.by + "\n" + group.principal + "\n" + group.action;
  for (const ir::Rule* rule : denied.rules) name += "\n" + rule->name;
  replay::Group& kept = denied_.try_emplace(std::move(name), std::move(denied)).first->second.group;
  kept.times.add(event.time);
  if (certain) return;
  for (size_t index : verdict.decisive)
    kept.keys.insert(verdict.steps[index].keys.begin(), verdict.steps[index].keys.end());
}

replay::Report Replay::report(size_t files, const SourceSet& sources) const {
  replay::Report report = report_;
  report.files = files;
  for (const auto& [name, denied] : denied_) {
    report.groups.push_back(denied.group);
    for (const ir::Rule* rule : denied.rules) {
      const SourceFile& file = sources.file(rule->span.file);
      report.groups.back().rules.push_back({rule->name, file.path(), file.position(rule->span.begin).line});
    }
  }
  replay::sort_groups(report.groups);
  return report;
}

}  // namespace berm::sim
