// The calls of a log against the documents: which of them would have been denied, by which rule, and what the log
// doesn't tell.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/source.h"
#include "runtime/cloudtrail/call.h"
#include "runtime/replay/report.h"
#include "sim/question.h"
#include "sim/simulator.h"

namespace berm::sim {

class Replay {
 public:
  // They outlive the replay.
  Replay(const Simulator& simulator, const Place& place) : simulator_(simulator), place_(place) {}

  void add(const cloudtrail::Event& event);

  // Of that many files; `sources` are those of the rules.
  replay::Report report(size_t files, const SourceSet& sources) const;

 private:
  void judge(const cloudtrail::Event& event, cloudtrail::Call call);
  void record(const cloudtrail::Event& event, const cloudtrail::Call& call, const access::Verdict& verdict,
              bool certain);

  const Simulator& simulator_;
  const Place& place_;
  // With the rules behind it, whose places the report tells.
  struct Denied {
    replay::Group group;
    std::vector<const ir::Rule*> rules;
  };
  std::map<std::string, Denied> denied_;
  replay::Report report_;
};

}  // namespace berm::sim
