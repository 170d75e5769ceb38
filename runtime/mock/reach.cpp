// What rules can look at: their clauses' types, and the attributes of each that their conditions read.
#include "runtime/mock/mock.h"
#include "runtime/relations/identity.h"

namespace berm::mock {
namespace {

class Walk {
 public:
  explicit Walk(Reach& reach) : reach_(reach) {}

  void add(const ir::Rule& rule) {
    for (const ir::PlanClause& clause : rule.plans) add(clause);
    for (const ir::RequireClause& clause : rule.requires_) {
      bind(clause.variable, clause.types);
      walk(clause.where);
      walk(clause.condition);
    }
  }

 private:
  void add(const ir::PlanClause& clause) {
    bind(clause.variable, clause.types);
    if (clause.subject) {
      bind(clause.subject->variable, clause.subject->types);
      walk(clause.subject->via);
    }
    for (const ir::Assumption& assumption : clause.assumptions) walk(assumption.path);
    walk(clause.condition);
    walk(clause.say);
  }

  void bind(ir::Variable variable, const std::vector<std::string>& types) {
    bound_[variable] = types;
    for (const std::string& type : types) reach_.types[type];
  }

  // The checker bounds how deep expressions nest.
  void walk(const ir::Expr* expr) {
    if (!expr) return;
    if (expr->op == ir::Op::Exists || expr->op == ir::Op::CountOf) bind(expr->variable, expr->types);
    if (expr->op == ir::Op::Path || expr->op == ir::Op::Before) read(*expr);
    reach_.policies |= expr->op == ir::Op::Grants;
    reach_.policies |= expr->op == ir::Op::Call &&
                       (expr->builtin == ir::Builtin::Statements || expr->builtin == ir::Builtin::PolicyFindings);
    for (const ir::Step& step : expr->steps) walk(step.index);
    for (const ir::Expr* child : expr->children) walk(child);
  }

  // Of a resource; what a quantifier binds is read by its collection.
  void read(const ir::Expr& path) {
    auto types = bound_.find(path.variable);
    if (types == bound_.end() || path.steps.empty()) return;
    for (const std::string& type : types->second) reach_.types[type].insert(path.steps[0].attribute);
  }

  Reach& reach_;
  std::map<ir::Variable, std::vector<std::string>> bound_;
};

constexpr std::string_view kPolicyDocument = "data.aws_iam_policy_document";

bool names_a_resource(std::string_view type, std::string_view attribute) {
  bool always = attribute == "tags" || attribute == "tags_all" || attribute == "region";
  return always || relations::is_identity(type, attribute) || relations::borrowed_from(type) == attribute;
}

}  // namespace

bool Reach::has(std::string_view type) const {
  return extent == Extent::Everything || types.contains(type) || (policies && type == kPolicyDocument);
}

bool Reach::has(std::string_view type, std::string_view attribute) const {
  if (extent != Extent::Read || (policies && type == kPolicyDocument)) return true;
  auto found = types.find(type);
  return names_a_resource(type, attribute) || (found != types.end() && found->second.contains(std::string(attribute)));
}

Reach reach_of(const std::vector<const ir::Rule*>& rules, Extent extent) {
  Reach reach;
  reach.extent = extent;
  for (const ir::Rule* rule : rules) Walk(reach).add(*rule);
  return reach;
}

}  // namespace berm::mock
