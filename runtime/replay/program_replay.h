// The calls of a log against the rules of a compiled program. Keys that the log doesn't tell stay open: a rule that
// denies a call only where such a key has a certain value might deny it.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "program/program.h"
#include "runtime/calls/calls.h"
#include "runtime/cloudtrail/call.h"
#include "runtime/replay/report.h"

namespace berm::replay {

class ProgramReplay {
 public:
  // The program outlives it.
  explicit ProgramReplay(const program::Program& program);

  void add(const cloudtrail::Event& event);
  Report report(size_t files) const;

 private:
  void judge(const cloudtrail::Event& event, cloudtrail::Call& call);
  void tell(const cloudtrail::Call& call);
  void derive(const cloudtrail::Call& call);
  void record(const cloudtrail::Event& event, const cloudtrail::Call& call, std::span<const calls::Finding> denials);
  RuleRef rule_ref(uint32_t rule) const;

  calls::Rules rules_;
  calls::Decider decider_;
  std::unique_ptr<cloudtrail::Actions> actions_;
  std::unordered_map<std::string, Group> groups_;
  Report report_;
  std::vector<std::string_view> values_;
  std::string name_;  // of a group
};

}  // namespace berm::replay
