#include "runtime/replay/program_replay.h"

#include <algorithm>
#include <thread>

#include "access/arn.h"
#include "base/text.h"
#include "program/program_generated.h"
#include "runtime/cloudtrail/files.h"

namespace berm::replay {
namespace {

// As far as a program knows actions. Of services that no rule names, any name is taken for one.
class ProgramActions : public cloudtrail::Actions {
 public:
  explicit ProgramActions(const calls::Rules& rules) : rules_(rules) {}

  std::string spelling(const std::string& action) const override {
    const std::string_view known = rules_.spelling(action);
    return known.empty() && !rules_.knows_service_of(action) ? action : std::string(known);
  }
  bool takes_resources(const std::string& action) const override { return rules_.takes_resources(action); }
  std::optional<std::string_view> type_of(const std::string& action, std::string_view arn) const override {
    return rules_.resource_type_of(action, arn);
  }

 private:
  const calls::Rules& rules_;
};

}  // namespace

ProgramReplay::ProgramReplay(const program::Program& program)
    : rules_(program), decider_(rules_), actions_(std::make_unique<ProgramActions>(rules_)) {}

void ProgramReplay::add(const cloudtrail::Event& event) {
  switch (cloudtrail::reading_of(event, *actions_, action_)) {
    case cloudtrail::Reading::NotACall: ++report_.not_calls; break;
    case cloudtrail::Reading::Refused: ++report_.refused; break;
    case cloudtrail::Reading::NoAction: ++report_.unmapped[event.source + " " + event.name]; break;
    case cloudtrail::Reading::Call: judge(event); break;
  }
}

// Most calls of a log are of actions that no rule speaks of.
void ProgramReplay::judge(const cloudtrail::Event& event) {
  report_.judged.add(event.time);
  if (!rules_.may_deny(action_)) return;
  const cloudtrail::Call call = cloudtrail::call_of(event, *actions_, "aws");
  tell(call);
  derive(call);
  if (const auto denials = decider_.denials(); !denials.empty()) record(event, call, denials);
}

void ProgramReplay::tell(const cloudtrail::Call& call) {
  const access::Request& request = call.request;
  decider_.begin_partial(request.action, call.resource_known ? std::string_view(request.resource) : std::string_view(),
                         request.resource_type);
  for (const auto& [key, values] : request.context) {
    values_.assign(values.begin(), values.end());
    decider_.set(key, values_);
  }
  for (const std::string& key : call.absent) decider_.set_absent(key);
  if (call.tags_known) decider_.set_request_tags_absent();
}

// What follows from the keys that are there: accounts.
void ProgramReplay::derive(const cloudtrail::Call& call) {
  const access::Request& request = call.request;
  const auto add = [&](std::string_view key, std::string_view value) {
    if (!value.empty() && !request.find(key)) decider_.set(key, value);
  };
  const auto account_of = [&](std::string_view key, std::string_view arn) {
    const std::string_view named = request.first(key), account = access::account_in(arn);
    return !named.empty() ? named : is_account_id(account) ? account : std::string_view();
  };
  const std::string_view caller = account_of("aws:principalaccount", request.first("aws:principalarn"));
  if (request.first("aws:principalservicename").empty() && !caller.empty()) {
    add("aws:principalaccount", caller);
    add("aws:principalisawsservice", "false");
    add("aws:viaawsservice", "false");
  }
  add("aws:resourceaccount", account_of("aws:resourceaccount", request.resource));
}

// The certain ones where there are some; else all that might deny it.
void ProgramReplay::record(const cloudtrail::Event& event, const cloudtrail::Call& call,
                           std::span<const calls::Finding> denials) {
  const auto is_certain = [](const calls::Finding& denial) { return denial.verdict == calls::Verdict::Yes; };
  const bool certain = std::any_of(denials.begin(), denials.end(), is_certain);
  name_.assign(certain ? "0" : "1").append(call.principal).append("\n").append(call.request.action);
  std::vector<uint32_t> rules;
  for (const calls::Finding& denial : denials) {
    if (certain && !is_certain(denial)) continue;
    rules.push_back(denial.rule);
    name_.append("\n").append(rules_.name(denial.rule));
  }
  const auto [known, is_new] = groups_.try_emplace(name_);
  Group& group = known->second;
  if (is_new) {
    group.certain = certain;
    group.principal = call.principal;
    group.action = call.request.action;
    for (uint32_t rule : rules) group.rules.push_back(rule_ref(rule));
  }
  group.times.add(event.time);
  for (size_t i = 0; !certain && i < rules.size(); ++i) {
    for (std::string_view key : decider_.untold(rules[i])) group.keys.emplace(key);
  }
}

RuleRef ProgramReplay::rule_ref(uint32_t rule) const {
  const auto& all = *rules_.program().root().rules();
  const auto& of = *all.rules()->Get(rule);
  return {of.name()->str(), all.sources()->Get(of.place()->file())->path()->str(), of.line()};
}

void ProgramReplay::add(const ProgramReplay& other) {
  report_.judged.add(other.report_.judged);
  report_.not_calls += other.report_.not_calls;
  report_.refused += other.report_.refused;
  for (const auto& [event, count] : other.report_.unmapped) report_.unmapped[event] += count;
  for (const auto& [name, group] : other.groups_) {
    const auto [known, is_new] = groups_.try_emplace(name, group);
    if (is_new) continue;
    known->second.times.add(group.times);
    known->second.keys.insert(group.keys.begin(), group.keys.end());
  }
}

Report ProgramReplay::report(size_t files) const {
  Report report = report_;
  report.files = files;
  std::vector<const std::string*> names;
  for (const auto& [name, group] : groups_) names.push_back(&name);
  std::sort(names.begin(), names.end(), [](const auto* a, const auto* b) { return *a < *b; });
  for (const std::string* name : names) report.groups.push_back(groups_.at(*name));
  sort_groups(report.groups);
  return report;
}

namespace {

// Every other file, from `first` on.
void replay_some(ProgramReplay& replay, const std::vector<std::string>& files, size_t first, size_t step,
                 Diagnostics& diagnostics) {
  std::vector<std::string> own;
  for (size_t i = first; i < files.size(); i += step) own.push_back(files[i]);
  cloudtrail::read_events(
      own, [&](const cloudtrail::Event& event) { replay.add(event); }, diagnostics);
}

}  // namespace

Report replay_files(const program::Program& program, const std::vector<std::string>& files, Diagnostics& diagnostics) {
  ProgramReplay replay(program);
  if (files.size() < 2 || std::thread::hardware_concurrency() < 2) {
    replay_some(replay, files, 0, 1, diagnostics);
    return replay.report(files.size());
  }
  ProgramReplay second(program);
  Diagnostics of_second;
  std::thread other([&] { replay_some(second, files, 1, 2, of_second); });
  replay_some(replay, files, 0, 2, diagnostics);
  other.join();
  replay.add(second);
  diagnostics.append(std::move(of_second));
  return replay.report(files.size());
}

}  // namespace berm::replay
