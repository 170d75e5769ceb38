// Judges what rules are left to judge by the naive evaluator, over no more of the plan than it looks at. Internal to
// this folder.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "reference/judge.h"
#include "runtime/stream/jobs.h"
#include "runtime/stream/left.h"

namespace berm::stream {

// What judging some candidates of a rule found.
struct Piece {
  size_t rule = 0;
  size_t position = 0;  // of the first of them
  report::RuleResult found = {};
};

class Judging {
 public:
  Judging(const Left& left, const Parts& parts, const reference::JudgeOptions& options, const std::string& account,
          Threads& threads)
      : left_(left), parts_(parts), options_(options), account_(account), threads_(threads) {}

  // What is judged by itself, some hundred kilobytes of the plan at a time. False: something is broken.
  bool judge_alone();
  // Of what then asked for relations.
  const relations::AskedTypes& origins() const { return origins_; }
  // All else, and what makes the plan doubtful.
  bool judge_rest(bool has_changes);

  // In no order.
  std::vector<Piece>& pieces() { return pieces_; }
  const std::vector<report::Doubt>& doubts() const { return doubts_; }

 private:
  using Place = std::pair<size_t, size_t>;                                               // rule, position
  using Pairs = std::map<size_t, std::vector<std::pair<size_t, reference::Candidate>>>;  // by rule, with positions
  struct Done {
    std::vector<Piece> pieces;
    std::vector<Place> asking;
  };

  using Chunk = std::vector<const Kept*>;
  std::vector<Chunk> chunks(const std::vector<Kept>& kept) const;
  bool judge_chunk(const Chunk& chunk, bool drift, reference::ActionsOfGrants& actions, Done& done) const;
  bool judge_others(reference::ActionsOfGrants& actions, Done& done) const;
  void judge(const Pairs& pairs, reference::PlanContext& context, bool related, Done& done) const;
  void add_others(const Part& part, const reference::PlanContext& context,
                  const std::function<bool(const Place&)>& wanted, Pairs& pairs) const;
  Parts::Asked early() const;
  Parts::Asked rest() const;
  bool judge_rest(const Part& part, const Parts::Asked& asked);
  std::vector<std::vector<size_t>> rest_groups(const Parts::Asked& asked) const;
  Pairs rest_pairs(const Part& part, const Parts::Asked& asked, const reference::PlanContext& context) const;
  bool is_rest(const Place& place) const;
  void take(Done& done);

  const Left& left_;
  const Parts& parts_;
  reference::JudgeOptions options_;
  const std::string& account_;
  Threads& threads_;

  std::shared_ptr<Parts::Begun> begun_;                // of the rest, as far as it is known
  std::array<reference::ActionsOfGrants, 2> actions_;  // by thread
  std::vector<Piece> pieces_;
  std::set<Place> asking_;  // for relations
  relations::AskedTypes origins_;
  std::vector<report::Doubt> doubts_;
};

}  // namespace berm::stream
