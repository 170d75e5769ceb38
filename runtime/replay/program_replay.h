// The calls of a log against the rules of a compiled program. Keys that the log doesn't tell stay open: a rule that
// denies a call only where such a key has a certain value might deny it.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.h"
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
  // What another replay by the same program found.
  void add(const ProgramReplay& other);
  Report report(size_t files) const;

 private:
  void judge(const cloudtrail::Event& event);
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
  std::string action_, name_;  // of the event, of its group
};

// All events of the files, on two threads where there are several files. Reports what can't be read.
Report replay_files(const program::Program& program, const std::vector<std::string>& files, Diagnostics& diagnostics);

}  // namespace berm::replay
