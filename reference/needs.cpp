#include "reference/needs.h"

#include <map>
#include <optional>

namespace berm::reference {
namespace {

class Walk {
 public:
  explicit Walk(Needs& needs) : needs_(needs) {}

  void add(const ir::PlanClause& clause) {
    bind(clause.variable, clause.types);
    if (clause.subject) {
      bind(clause.subject->variable, clause.subject->types);
      relate(clause.types);
      relate(clause.subject->types);
      trace(*clause.subject->via);
    }
    needs_.configuration |= !clause.assumptions.empty();
    walk(clause.condition);
    walk(clause.say);
  }

  void add(const ir::RequireClause& clause) {
    bind(clause.variable, clause.types);
    walk(clause.where);
    walk(clause.condition);
  }

 private:
  // What a variable stands for: a resource, or something within an attribute of one. An empty name: perhaps of any.
  struct Bound {
    const std::vector<std::string>* types;
    bool resource;
    std::string attribute = {};
  };

  void bind(ir::Variable variable, const std::vector<std::string>& types) { bound_[variable] = {&types, true}; }

  // Of what stands elsewhere, or before the change, it is not known where it comes from.
  void bind_element(const ir::Expr& quantifier) {
    if (auto place = place_of(*quantifier.children[0])) bound_[quantifier.variable] = *place;
  }

  void relate(const std::vector<std::string>& types, bool always = true) {
    needs_.related |= always;
    for (const std::string& type : types) needs_.types[type];
  }

  // The checker bounds how deep expressions nest.
  void walk(const ir::Expr* expr) {
    if (!expr) return;
    look(*expr);
    for (const ir::Step& step : expr->steps) walk(step.index);
    for (const ir::Expr* child : expr->children) walk(child);
  }

  void look(const ir::Expr& expr) {
    switch (expr.op) {
      case ir::Op::Exists:
      case ir::Op::CountOf: bind(expr.variable, expr.types); return relate(expr.types);
      case ir::Op::Any:
      case ir::Op::All:
      case ir::Op::Count: return bind_element(expr);
      case ir::Op::Refers: relate_bound(true); return trace(*expr.children[0]);
      case ir::Op::Grants: return policy(expr);
      case ir::Op::Call: return call(expr);
      default: return;
    }
  }

  void call(const ir::Expr& expr) {
    switch (expr.builtin) {
      case ir::Builtin::Statements: return policy(expr);
      case ir::Builtin::Configured: needs_.configuration = true; return;
      case ir::Builtin::Tags:
      case ir::Builtin::AccountOf:
      case ir::Builtin::RegionOf:
      case ir::Builtin::ProviderOf: needs_.providers = true; return;
      default: return;
    }
  }

  // An element of a collection is of the resource whose collection it is: any that is bound so far.
  void relate_bound(bool always) {
    for (const auto& [variable, bound] : bound_) relate(*bound.types, always);
  }

  // The data source that will make the document is looked for.
  void policy(const ir::Expr& reads) {
    relate_bound(false);
    trace(*reads.children[0]);
  }

  // It is asked where this comes from.
  void trace(const ir::Expr& expr) {
    auto add = [this](const Bound& place) {
      for (const std::string& type : *place.types) needs_.types[type].insert(place.attribute);
    };
    if (auto place = place_of(expr)) return add(*place);
    for (const auto& [variable, bound] : bound_) add({bound.types, false});
  }

  // None: it is not a path, and can be of any attribute of whatever is bound.
  std::optional<Bound> place_of(const ir::Expr& expr) const {
    if (expr.op != ir::Op::Path) return std::nullopt;
    auto bound = bound_.find(expr.variable);
    if (bound == bound_.end()) return std::nullopt;
    const Bound& of = bound->second;
    if (!of.resource) return of;
    bool named = !expr.steps.empty() && expr.steps[0].kind == ir::Step::Kind::Attribute;
    return Bound{of.types, false, named ? expr.steps[0].attribute : std::string()};
  }

  Needs& needs_;
  std::map<ir::Variable, Bound> bound_;
};

}  // namespace

void Needs::add(const Needs& other) {
  relations::add(other.types, types);
  related |= other.related;
  configuration |= other.configuration;
  providers |= other.providers;
}

Needs needs_of(const ir::Rule& rule) {
  Needs needs;
  for (const ir::PlanClause& clause : rule.plans) Walk(needs).add(clause);
  for (const ir::RequireClause& clause : rule.requires_) Walk(needs).add(clause);
  return needs;
}

}  // namespace berm::reference
