// Conditions over requests → nodes of CallCode: negations pushed down, each distinct part once. Internal to this
// folder.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "catalog/catalog.h"
#include "ir/ir.h"
#include "program/program_generated.h"

namespace berm::emit {

namespace fb = program::fb;

// The texts of the section, each once.
class CallTexts {
 public:
  fb::CallText add(std::string_view text);
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
  std::unordered_map<std::string, fb::CallText> known_;
};

class CallNodes {
 public:
  CallNodes(const catalog::Catalog& catalog, CallTexts& texts);

  // The node of a condition; null is always true. Counts a use of it.
  uint32_t condition(const ir::Expr* expr);
  // A list of nodes that stands outside of them: a use of each.
  fb::Slice list(const std::vector<uint32_t>& nodes);
  // Marks what is used more than once; after the last condition.
  void finish();

  // Keys that not every leg of an action carries, by their bit.
  const std::vector<std::string>& leg_keys() const { return leg_keys_; }
  // Some condition may be answered differently on another leg of the same call.
  bool asks_legs() const { return asks_legs_; }

  const std::vector<fb::CallNode>& nodes() const { return nodes_; }
  const std::vector<uint32_t>& children() const { return children_; }
  const std::vector<uint32_t>& key_lists() const { return key_lists_; }
  const std::vector<fb::CallKey>& keys() const { return keys_; }
  const std::vector<fb::CallValue>& values() const { return values_; }
  const std::vector<uint32_t>& items() const { return items_; }
  uint32_t bound() const { return bound_; }

 private:
  // What two equal nodes have in common.
  struct Shape {
    fb::CallOp op = fb::CallOp::Nothing;
    ir::Type type = ir::Type::Any;
    ir::Builtin builtin = ir::Builtin::Creating;
    bool positive = false;
    uint32_t operand = 0;
    std::vector<uint32_t> children;
    std::vector<uint32_t> asked;  // Test, Any, All: keys, sorted
    auto operator<=>(const Shape&) const = default;
  };

  uint32_t holds(const ir::Expr& expr, bool positive);
  uint32_t make_condition(const ir::Expr& expr, bool positive);
  uint32_t logic(const ir::Expr& expr, bool positive, bool all);
  uint32_t quantifier(const ir::Expr& expr, bool positive, bool all);
  uint32_t test(const ir::Expr& expr, bool positive);
  uint32_t answer(const ir::Expr& expr);
  uint32_t value(const ir::Expr& expr);
  uint32_t pattern(const ir::Expr& expr);
  uint32_t parts(const ir::Expr& expr, bool pattern);
  uint32_t element(ir::Variable variable);
  uint32_t intern(Shape shape);
  void add_keys(const ir::Expr& expr, std::vector<uint32_t>& keys);
  uint32_t key(const std::string& name);
  uint32_t constant(const ir::Value& value);
  uint32_t add_value(fb::CallValueKind kind, std::string_view text, const std::vector<uint32_t>& items);
  std::vector<uint32_t> values_of(const ir::Expr& expr);

  const catalog::Catalog& catalog_;
  CallTexts& texts_;
  std::vector<fb::CallNode> nodes_;
  std::vector<uint32_t> children_, key_lists_, items_, uses_;
  std::vector<std::vector<uint32_t>> reads_;  // by node: keys, sorted
  std::vector<bool> open_;                    // by node: it reads what a quantifier around it binds
  std::vector<fb::CallKey> keys_;
  std::vector<fb::CallValue> values_;
  std::vector<std::string> leg_keys_;
  std::map<Shape, uint32_t> known_;
  std::map<std::string, uint32_t, std::less<>> key_numbers_;
  std::map<std::tuple<fb::CallValueKind, std::string, std::vector<uint32_t>>, uint32_t> value_numbers_;
  std::map<std::tuple<const ir::Expr*, bool, uint32_t>, uint32_t> conditions_;  // with the depth of quantifiers
  std::vector<ir::Variable> bound_variables_;
  uint32_t bound_ = 0;
  bool asks_legs_ = false;
};

}  // namespace berm::emit
