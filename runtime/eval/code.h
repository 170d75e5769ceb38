// Plan code made ready: constants as values, numbers as pointers, what is constant prepared. Internal to this folder.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "access/evaluate.h"
#include "ir/ir.h"
#include "program/plan_op.h"
#include "runtime/eval/eval.h"
#include "runtime/eval/policy.h"
#include "runtime/eval/prepared.h"
#include "runtime/facts/facts.h"

namespace berm::eval {

// The operations of a program, and what they become where an operand is constant.
enum class Op : uint8_t {
#define BERM_PLAN_OP(name, a, b) name,
#include "program/plan_op.def"
  EqualText,  // `a` with a text, as texts
  EqualFlag,  // `a` with a bool
  InTexts,    // `a` in a list of texts
  LikeGlob,   // `a` like a pattern
  TagEntry,   // a tag of the resource; detail: a PlanRoot
};

struct Step {
  enum class Kind : uint8_t { Attribute, Key, Dynamic, Each } kind = Kind::Attribute;
  std::string_view name;              // Attribute
  const facts::Value* key = nullptr;  // Key
  uint32_t node = 0;                  // Dynamic
};

struct Node {
  Op op = Op::Later;
  ir::Type type = ir::Type::Any;
  ir::Type compared = ir::Type::Any;  // how Equal, Less and In compare
  uint8_t detail = 0, slot = 0;
  bool condition = false;  // yields a truth; else a value
  bool closed = false;     // says the same whatever elements are bound
  bool sequence = false;   // a path with `[*]`
  uint32_t a = 0, b = 0;
  uint32_t scratch = 0;                    // where what it computes is kept
  const facts::Value* constant = nullptr;  // Constant, EqualText, EqualFlag, TagEntry: the key
  const access::Cidr* network = nullptr;   // Constant: as a CIDR block, where somebody asks and it is one
  const Texts* texts = nullptr;            // InTexts
  const Glob* glob = nullptr;              // LikeGlob
  const Regex* regex = nullptr;            // Matches
  const PreparedGrant* grant = nullptr;    // Grants
  uint32_t policy = 0;                     // Statements, Grants: which text of a policy
};

// Rules that ask the same.
struct Group {
  uint32_t violated, where;  // nodes or none
  uint32_t begin, end;       // in `members`
};

// A rule that looks at the type.
struct Looking {
  uint32_t rule;
  uint8_t certainly = 0;  // kinds of changes, as bits, that it judges whatever they are
};

struct TypeCode {
  std::vector<Node> nodes;
  std::vector<uint32_t> edges;
  std::vector<Step> steps;
  std::array<std::vector<Group>, program::kCheckKinds> groups;
  std::vector<uint32_t> members;  // of groups, in `rules`
  std::vector<Looking> rules;     // ascending
  uint32_t scratches = 0, policies = 0;
  uint8_t kinds = 0;  // that some clause sees
  uint8_t reads_before = 0, reads_after = 0;
};

struct Code::Impl {
  std::vector<TypePlan> plans;
  std::vector<TypeCode> types;  // as `plans`
  std::unordered_map<std::string_view, uint32_t> by_name;
  uint32_t rules = 0;

  // What nodes point to.
  std::vector<facts::Value> constants;
  std::deque<std::vector<facts::Value>> lists;
  std::deque<std::vector<facts::Member>> maps;
  std::deque<access::Cidr> networks;
  std::deque<Texts> texts;
  std::deque<Glob> globs;
  std::deque<PreparedGrant> grants;
  std::unordered_map<uint32_t, Regex> regexes;  // by string
};

bool is_condition(Op op);

// The kinds of clauses, as bits, that see the change.
uint8_t kinds_that_see(const facts::ResourceChange& change, Place place);

}  // namespace berm::eval
