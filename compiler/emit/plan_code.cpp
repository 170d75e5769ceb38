// The clauses that look at planned changes, by resource type. Of rules that are checked: what others read is of no use.
#include <map>
#include <set>
#include <string>

#include "compiler/emit/plan_type.h"
#include "compiler/emit/sections.h"

namespace berm::emit {
namespace {

// What makes policies in a plan: `statements` and `grants` look through to it.
constexpr const char* kPolicySource = "data.aws_iam_policy_document";

bool reads_policies(const ir::Expr& expr) {
  if (expr.op == ir::Op::Grants) return true;
  return expr.op == ir::Op::Call && expr.builtin == ir::Builtin::Statements;
}

class PlanCode {
 public:
  explicit PlanCode(Writer& writer) : writer_(writer), constants_(writer.strings) {}

  void add(uint32_t number, const ir::Rule& rule) {
    for (const ir::PlanClause& clause : rule.plans) add_clause(number, clause);
    for (const ir::RequireClause& clause : rule.requires_) add_clause(number, clause);
    for (const ir::PlanClause& clause : rule.plans) {
      if (clause.subject) join(clause.subject->types);
      join_own(clause.types, {clause.condition, clause.say}, clause.subject.has_value());
    }
    for (const ir::RequireClause& clause : rule.requires_) {
      join_own(clause.types, {clause.where, clause.condition}, false);
    }
  }

  flatbuffers::Offset<fb::PlanCode> write() {
    std::vector<flatbuffers::Offset<fb::TypeCode>> types;
    for (auto& [name, type] : types_) types.push_back(type.write(writer_.builder, name));
    auto all = writer_.builder.CreateVector(types);
    auto constants = writer_.builder.CreateVectorOfStructs(constants_.constants());
    auto items = writer_.builder.CreateVector(constants_.items());
    auto grants = constants_.write_grants(writer_.builder);
    return fb::CreatePlanCode(writer_.builder, all, constants, items, grants);
  }

 private:
  template <class Clause>
  void add_clause(uint32_t rule, const Clause& clause) {
    const std::set<std::string> types(clause.types.begin(), clause.types.end());
    for (const std::string& type : types) at(type).add(rule, clause);
  }

  struct Joined {
    bool others = false;  // other resources
    bool refers = false;
  };
  // What the expression joins.
  void join(const ir::Expr* expr, Joined& joined) {
    if (!expr) return;
    if (expr->op == ir::Op::Exists || expr->op == ir::Op::CountOf) {
      join(expr->types);
      joined.others = true;
    }
    joined.refers |= expr->op == ir::Op::Refers;
    if (reads_policies(*expr)) join({kPolicySource});
    for (const ir::Step& step : expr->steps) join(step.index, joined);
    for (const ir::Expr* child : expr->children) join(child, joined);
  }
  // Whether a resource refers to itself depends on the others of its type, which may have the same name. Where others
  // are joined, the rule has all of its types anyway.
  void join_own(const std::vector<std::string>& types, std::initializer_list<const ir::Expr*> exprs, bool others) {
    Joined joined{others};
    for (const ir::Expr* expr : exprs) join(expr, joined);
    if (joined.refers && !joined.others) join(types);
  }
  void join(const std::vector<std::string>& types) {
    for (const std::string& type : types) at(type).join();
  }

  PlanType& at(const std::string& type) { return types_.try_emplace(type, writer_.strings, constants_).first->second; }

  Writer& writer_;
  PlanConstants constants_;
  std::map<std::string, PlanType> types_;
};

}  // namespace

flatbuffers::Offset<fb::PlanCode> write_plan_code(Writer& writer) {
  PlanCode code(writer);
  uint32_t number = 0;
  for (const ir::Rule& rule : writer.input.module.rules) {
    if (is_checked(rule, writer.input.settings)) code.add(number, rule);
    ++number;
  }
  return code.write();
}

}  // namespace berm::emit
