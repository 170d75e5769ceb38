// Runs the operations of one type on one change after the other. Internal to this folder.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/eval/code.h"
#include "runtime/eval/truth.h"

namespace berm::eval {

class Machine {
 public:
  explicit Machine(const TypeCode& code);

  // What is asked from now on is about this change, which has to stay.
  void look_at(const facts::ResourceChange& change);
  // As a condition.
  Truth test(uint32_t node);

 private:
  using Value = facts::Value;
  using ValueKind = facts::ValueKind;

  // What an operation yields. A sequence has a null as its value; its elements are visited.
  struct View {
    const Value* value = nullptr;
    bool open = false;  // there may be more in it than is known
    bool sequence = false;
    bool sensitive = false;  // of a path: it, or what it stands in
  };
  // What it said of this change already.
  struct Memo {
    uint32_t epoch = 0;
    Truth truth = Truth::Later;
    View view;
  };
  // What it computed.
  struct Scratch {
    Value value;
    std::string text;
    std::vector<facts::Member> members;
  };
  struct Slot {
    const Value* value = nullptr;
    bool sensitive = false;  // or stands in something that is
  };

  // machine.cpp: conditions
  Truth decide(const Node& node);
  Truth logic(const Node& node, Truth decisive);
  Truth equal(const Node& node);
  Truth equal_constant(const Node& node);
  Truth less(uint32_t a, uint32_t b, ir::Type type);
  Truth in(const Node& node);
  Truth in_texts(const Node& node);
  Truth like(const Node& node);
  Truth like_glob(const Node& node);
  Truth matches(const Node& node);
  Truth quantifier(const Node& node, Truth decisive);

  // values.cpp: values
  View read(uint32_t node);
  View compute(const Node& node);
  View path(const Node& node);
  View index(const Node& node);
  View coalesce(const Node& node);
  View count(const Node& node);
  View concat(const Node& node);
  View shielded(const Node& node);
  View text(const Node& node);
  View region();
  View lower(const Node& node);
  View length(const Node& node);
  View keep_text(const Node& node, std::string_view text);
  View keep_number(const Node& node, size_t number);

  // walk.cpp
  Slot start_of(const Node& path) const;
  const Value* take(const Value* from, const Step& step, bool& sensitive);
  const Value* attribute_of(const Value& object, const Step& step);
  const Value* entry_of(const Value* from, const Value& index);
  template <class Visit>
  bool tour(Slot from, const Step* step, const Step* end, Visit& visit, Truth& rest);
  template <class Visit>
  void parts(const View& collection, ir::Type type, Visit& visit, Truth& rest);
  template <class Visit>
  void iterate(uint32_t node, Visit visit, Truth& rest);

  // policies.cpp
  struct Policy {
    uint32_t epoch = 0;
    Truth readable = Truth::False;  // True: it is read
    bool of_text = false;
    std::string text;  // of an element: which, kept
    PolicyReader reader;
  };
  Policy& policy_of(const Node& node);
  Truth grants(const Node& node);
  View statements(const Node& node);

  // change.cpp: builtins about the change and its attributes
  Truth acts(uint8_t all_of) const;
  Truth flag(const Node& node) const;
  Truth changed(const Node& node);
  Truth known(const Node& node);
  Truth sensitive(const Node& node);
  Truth relate(const Node& node);
  Truth relate_networks(const Node& node);
  View tags(const Node& node);
  View tag_entry(const Node& node);
  const Value* gather(const Value& root, const Node& node, std::vector<Value>& out);

  const TypeCode& code_;
  const facts::ResourceChange* change_ = nullptr;
  uint32_t epoch_ = 0;
  std::vector<Memo> memos_;
  std::vector<Scratch> scratches_;
  std::vector<Policy> policies_;
  std::vector<uint32_t> hints_;  // by step: where its member stood the last time
  std::array<Slot, program::kPlanSlots> slots_;
  std::vector<Value> before_, after_;  // for `changed`
};

// As the naive evaluator compares values.
Truth equal(const facts::Value& a, const facts::Value& b, ir::Type type);

}  // namespace berm::eval
