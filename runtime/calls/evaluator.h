// One call against the clauses of a program. Internal to this folder.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/calls/calls.h"
#include "runtime/calls/code.h"

namespace berm::calls {

// Texts made while a call is decided; kept for the next one.
class Scratch {
 public:
  char* take(size_t size);
  void reset() { block_ = used_ = 0; }

 private:
  static constexpr size_t kBlock = 4096;
  struct Block {
    std::unique_ptr<char[]> bytes;
    size_t size = 0;
  };
  std::vector<Block> blocks_;
  size_t block_ = 0, used_ = 0;
};

class Evaluator {
 public:
  explicit Evaluator(const Rules& rules);

  void begin(std::string_view action, std::string_view resource, std::string_view type, bool partial);
  // None: no condition key that a rule asks for.
  uint32_t number(std::string_view key) const;
  void put(uint32_t key, std::span<const std::string_view> values);
  bool has(uint32_t key) const;
  void set_absent(std::string_view key);
  void set_request_tags_absent();
  std::span<const Finding> denials();
  std::span<const Finding> permits();
  std::vector<std::string_view> untold(uint32_t rule);

 private:
  enum class State : uint8_t { Missing, Present, Untold };
  enum class Carried : uint8_t { ThisLeg, AnotherLeg, NoLeg, Unsure };
  struct Slot {
    State state = State::Missing;
    uint32_t first = 0, count = 0;  // of texts_
    Parsed parsed;                  // of the first
  };
  struct Task {
    fb::CallTaskKind kind = fb::CallTaskKind::Denies;
    uint32_t rule = 0, condition = 0;
    std::span<const uint32_t> allows;
    Verdict verdict = Verdict::No;
  };

  // Preparing a call (call.cpp).
  void find_tasks();
  void add_tasks(const fb::Slice& slice, std::vector<Task>& tasks) const;
  void match_patterns();
  const fb::CallPattern* decisive(const fb::CallClauseCode& clause) const;
  // Deciding it on each of its legs (call.cpp).
  void judge(std::vector<Task>& tasks, bool any_leg);
  void judge_leg(std::vector<Task>& tasks, bool any_leg, bool first);
  bool asks_legs(const Task& task) const;
  Verdict judge(const Task& task);
  void begin_leg(uint32_t type);
  void find_leg();
  void collect(const std::vector<Task>& tasks);

  // Conditions (condition.cpp).
  Verdict holds(uint32_t node);
  Verdict decide(const fb::CallNode& node);
  Verdict all(std::span<const uint32_t> nodes);
  Verdict any(std::span<const uint32_t> nodes);
  Verdict quantifier(const fb::CallNode& node, bool all);
  Verdict test(const fb::CallNode& node);
  // What the keys say before they are read: No where another leg carries one, Maybe where one is not told.
  Verdict may_ask(const fb::CallNode& node);
  Carried carried(uint32_t key);
  void note(uint32_t key);

  // Values (expression.cpp).
  Tri answer(uint32_t node);
  Value value(uint32_t node);
  Value key_value(const fb::CallNode& node);
  Value apply(const fb::CallNode& node);
  Value concat(const fb::CallNode& node);
  Value shielded(const Value& value);
  Value lower(const Value& value);
  Value length(const Value& value);
  Tri in(const fb::CallNode& node);
  // The elements, in order, until `visit` returns false.
  template <class Visit>
  void for_each_element(uint32_t node, Visit visit);
  bool is_there(uint32_t key) { return slots_[key].state == State::Present && carried(key) == Carried::ThisLeg; }

  const Rules& rules_;
  const Code& code_;
  std::string_view action_, resource_, type_;
  bool partial_ = false, has_tasks_ = false;
  std::vector<Slot> slots_;
  std::vector<uint32_t> touched_;
  std::vector<std::string_view> texts_;
  std::vector<Value> elements_;   // by the quantifier that binds it
  std::vector<uint32_t> stamps_;  // by node: when it was decided, and how
  uint32_t stamp_ = 0, call_stamp_ = 0, leg_stamp_ = 0;
  const fb::CallLegs* legs_ = nullptr;
  uint32_t leg_type_ = 0;
  bool leg_found_ = false, leg_unsure_ = false;
  const uint64_t* mask_ = nullptr;
  std::vector<Task> denies_, permits_;
  std::vector<uint32_t> allows_;  // of tasks that were made for an unknown action
  std::vector<Finding> findings_;
  std::vector<uint32_t> noted_;  // keys that a Maybe hangs on
  Scratch scratch_;
};

}  // namespace berm::calls
