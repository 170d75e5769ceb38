// Names that expressions may use.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "base/source.h"
#include "base/text.h"
#include "compiler/check/types.h"
#include "ir/ir.h"

namespace berm::check {

// What a name stands for:
//   a constant (param, let, team): `constant` is a Literal; a team's is a map, its type Type::object(record);
//   a part of the call (`except resource r`): `type.root` is set;
//   else the resource or element in the slot `variable`.
struct Binding {
  std::string name;  // may be dotted: `regions.eu` for a `let eu` of an imported package
  Type type;
  ir::Variable variable = 0;
  const ir::Expr* constant = nullptr;
  Span span;
};

// A chain of scopes; the inner one is asked first. Outlived by its parent.
class Scope {
 public:
  explicit Scope(const Scope* parent = nullptr) : parent_(parent) {}
  // False where this scope (not its parents) has the name.
  bool declare(Binding binding);
  const Binding* find(std::string_view name) const;
  void offer_names(NearestName& nearest) const;

 private:
  const Scope* parent_;
  std::deque<Binding> bindings_;
};

}  // namespace berm::check
