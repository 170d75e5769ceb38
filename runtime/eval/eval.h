// The fast evaluator of plans: says of which rules a resource is surely no violation, in Kleene's logic and without
// assumptions, relations or the configuration. Whatever it can't clear is left to the naive evaluator (reference/),
// which explains it; so a finding is always one of the naive evaluator.
//
// "Cleared" means: the naive evaluator would find nothing, and list no assumption, whatever else the plan holds.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/facts/facts.h"

namespace berm::program {
class Program;
}

namespace berm::eval {

// The parts of a value that the filter reads; the rest may be left out. What is kept keeps its kind: an object of which
// nothing is read is an empty object, a list has all its elements (each reduced to `elements`), scalars stay.
class PathTrie {
 public:
  static constexpr uint32_t kNone = 0;
  struct Node {
    std::string_view name;
    uint32_t first_child = 0, children = 0;  // members of an object that are read, sorted by name
    uint32_t elements = kNone;               // what is read of each element of a list; none: nothing
    bool whole = false;                      // everything is read
    uint64_t lengths = 0;                    // of the names of its children: length_bit of each

    static uint64_t length_bit(std::string_view name) { return uint64_t{1} << (name.size() & 63); }
  };

  std::vector<Node> nodes = {Node{}};  // the first is the root

  const Node& root() const { return nodes[0]; }
  // Null: no rule reads it.
  const Node* find(const Node& parent, std::string_view name) const;
  const Node* elements(const Node& parent) const;
};

// What the program asks of a type ("aws_s3_bucket", "data.aws_ami", "terraform_output").
struct TypePlan {
  std::string_view name;
  PathTrie before, after;    // of `change.before` and `change.after`; what is kept has to be read again, whole
  bool joined = false;       // a join or an `of` may look at it whatever happens to it: has to be kept
  bool sensitivity = false;  // a rule asks whether something is sensitive; else that matters for what is kept only
  uint32_t number = 0;       // of its code
};

enum class Place : uint8_t { Planned, Drift, ReadEarly };

// What clauses that see a change read of it.
struct Wanted {
  bool seen = false;  // by some clause
  bool before = false, after = false;
};

// The plan code of a program, made ready. Shared by threads; the program has to outlive it.
class Code {
 public:
  // `judged`: which rules are judged, by number.
  Code(const program::Program& program, const std::vector<bool>& judged);
  ~Code();
  Code(const Code&) = delete;
  Code& operator=(const Code&) = delete;

  // Null: no rule asks.
  const TypePlan* type(std::string_view type_of) const;
  std::span<const TypePlan> types() const;

  // From the change's mode, type, actions and deposed key alone: the rest need not be read yet.
  Wanted wanted(const TypePlan& type, const facts::ResourceChange& change, Place place) const;

  struct Impl;
  const Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

// One a thread. Makes no allocation a resource.
class Filter {
 public:
  explicit Filter(const Code& code);
  ~Filter();
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  // Looks at one change of the type. Appends the numbers of the rules, in ascending order, that may have something to
  // say of it: the naive evaluator has to judge these. All others are cleared, or don't look at it.
  void look(const TypePlan& type, const facts::ResourceChange& change, Place place, std::vector<uint32_t>& kept);

  // How many of what it has looked at each rule judged and was cleared of, added to `judged` (by rule number). What
  // was kept is not in it: the naive evaluator counts that.
  void add_cleared(std::span<uint32_t> judged) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace berm::eval
