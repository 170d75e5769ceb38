// The calls of a log against the documents: which of them would have been denied, by which rule, and what the log
// doesn't tell.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/source.h"
#include "runtime/cloudtrail/call.h"
#include "sim/question.h"
#include "sim/simulator.h"

namespace berm::sim {

struct Times {
  size_t count = 0;
  std::string first, last;
  void add(const std::string& time);
};

// Calls of one principal and action that one set of rules denies alike.
struct Group {
  bool certain = true;  // else only if the keys that the log doesn't tell have such values
  std::vector<const ir::Rule*> rules;
  std::string document;  // or the layer that lacks an allow
  std::string principal, action;
  std::set<std::string> keys;  // that decide and are not told
  Times times;
};

class Replay {
 public:
  // They outlive the replay.
  Replay(const Simulator& simulator, const Place& place) : simulator_(simulator), place_(place) {}

  void add(const cloudtrail::Event& event);

  // Certain ones first, then by rule, the most frequent first.
  std::vector<Group> groups() const;
  const Times& judged() const { return judged_; }
  size_t not_calls() const { return not_calls_; }
  size_t refused() const { return refused_; }
  // "s3.amazonaws.com GetSomething" → how often.
  const std::map<std::string, size_t>& unmapped() const { return unmapped_; }

 private:
  void judge(const cloudtrail::Event& event, cloudtrail::Call call);
  void record(const cloudtrail::Event& event, const cloudtrail::Call& call, const access::Verdict& verdict,
              bool certain);

  const Simulator& simulator_;
  const Place& place_;
  std::map<std::string, Group> groups_;
  std::map<std::string, size_t> unmapped_;
  Times judged_;
  size_t not_calls_ = 0, refused_ = 0;
};

std::string text(const Replay& replay, size_t files, const SourceSet& sources, bool color);
std::string json(const Replay& replay, size_t files, const SourceSet& sources);

}  // namespace berm::sim
