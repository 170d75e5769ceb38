#include "tests/agreement/plans/random_clause.h"

#include "tests/agreement/plans/random_plan.h"

namespace berm::agreement {

using ir::Builtin;
using ir::Op;
using ir::Type;

void RandomClauses::add(ir::Module& module, size_t rules) {
  module_ = &module;
  for (size_t i = 0; i < rules; ++i) module.rules.push_back(rule(i));
}

RandomClauses::Ex RandomClauses::make(Op op, Type type, std::vector<const ir::Expr*> children) {
  Ex expr = module_->make(op, type, {});
  expr->children = std::move(children);
  return expr;
}

ir::Rule RandomClauses::rule(size_t number) {
  ir::Rule rule;
  rule.name = "r" + std::to_string(number);
  rule.text = "text";
  for (uint32_t i = choices_.below(3); i > 0; --i) rule.plans.push_back(plan_clause());
  if (rule.plans.empty() || choices_.one_in(4)) rule.requires_.push_back(require_clause());
  return rule;
}

std::vector<std::string> RandomClauses::types() {
  std::vector<std::string> types = {choices_.one_in(3) ? choices_.of(kTypes) : kTypes[0]};
  if (choices_.one_in(4)) types.emplace_back(choices_.of(kTypes));
  return types;
}

ir::PlanClause RandomClauses::plan_clause() {
  ir::PlanClause clause;
  if (choices_.one_in(2)) clause.change = static_cast<ir::ChangeKind>(choices_.below(7));
  clause.except_replacing = choices_.one_in(4);
  clause.types = types();
  clause.variable = resource_ = module_->make_variable();
  if (choices_.one_in(related_ ? 3 : 12))
    clause.subject = ir::Subject{{kTypes[1]}, module_->make_variable(), attribute()};
  if (clause.subject) joined_.push_back(clause.subject->variable);
  if (!choices_.one_in(10)) clause.condition = condition(4);
  if (choices_.one_in(4)) {
    clause.assumptions.push_back({attribute(), literal()->value});
  }
  joined_.clear();
  return clause;
}

// Of the clause's resource.
RandomClauses::Ex RandomClauses::attribute() {
  Ex path = module_->make(Op::Path, type(), {});
  path->variable = resource_;
  path->steps = {{ir::Step::Kind::Attribute, choices_.of(kAttributes)}};
  return path;
}

ir::RequireClause RandomClauses::require_clause() {
  ir::RequireClause clause;
  clause.types = types();
  clause.variable = resource_ = module_->make_variable();
  if (!choices_.one_in(4)) clause.where = condition(2);
  if (!choices_.one_in(8)) clause.condition = condition(3);
  return clause;
}

Type RandomClauses::type() { return static_cast<Type>(choices_.below(static_cast<uint32_t>(Type::Account) + 1)); }

RandomClauses::Ex RandomClauses::condition(int depth) {
  if (depth <= 0) return question(0);
  if (related_ && choices_.one_in(3)) return choices_.one_in(3) ? relation(depth) : join(depth);
  switch (choices_.below(10)) {
    case 0:
    case 1: return logic(depth);
    case 2:
    case 3: return comparison(depth);
    case 4: return membership(depth);
    case 5: return quantifier(choices_.one_in(2) ? Op::Any : Op::All, depth);
    case 6: return question(depth);
    case 7: return make(Op::Not, Type::Bool, {condition(depth - 1)});
    case 8: return choices_.one_in(3) ? relation(depth) : comparison(depth);
    default: return choices_.one_in(3) ? value(depth) : question(depth);
  }
}

RandomClauses::Ex RandomClauses::logic(int depth) {
  std::vector<const ir::Expr*> operands;
  for (uint32_t i = 2 + choices_.below(2); i > 0; --i) operands.push_back(condition(depth - 1));
  return make(choices_.one_in(2) ? Op::And : Op::Or, Type::Bool, std::move(operands));
}

RandomClauses::Ex RandomClauses::comparison(int depth) {
  static constexpr Op kOps[] = {Op::Equal, Op::Equal, Op::Less, Op::LessEqual};
  Ex left = value(depth - 1), right = choices_.one_in(2) ? literal() : value(depth - 1);
  if (choices_.one_in(4)) std::swap(left, right);
  return make(choices_.of(kOps), Type::Bool, {left, right});
}

RandomClauses::Ex RandomClauses::membership(int depth) {
  switch (choices_.below(4)) {
    case 0: return make(Op::In, Type::Bool, {value(depth - 1), list_literal()});
    case 1: return make(Op::In, Type::Bool, {value(depth - 1), collection(depth - 1)});
    case 2: {
      static constexpr const char* kPatterns[] = {"x*",    "*x",    "*", "?", "*e*", "x", "arn:aws:*:*:*:*",
                                                  "a*n:*", "\x01*", "[?"};
      static constexpr const char* kRegexes[] = {"^x", "[0-9]+", "(", "true|0", ""};
      if (choices_.one_in(2)) {
        Ex matches = make(Op::Matches, Type::Bool, {value(depth - 1)});
        matches->value.data = std::string(choices_.of(kRegexes));
        return matches;
      }
      Ex pattern = make(Op::Literal, Type::String);
      pattern->value.data = std::string(choices_.of(kPatterns));
      Ex text = value(depth - 1);
      if (choices_.one_in(3)) text->type = Type::Arn;
      if (choices_.one_in(3))
        return make(Op::Like, Type::Bool, {text, make(Op::Concat, Type::String, {value(0), pattern, path(true)})});
      return make(Op::Like, Type::Bool, {text, choices_.one_in(5) ? value(depth - 1) : pattern});
    }
    default: {
      static constexpr Builtin kRelations[] = {Builtin::Covers, Builtin::Overlaps, Builtin::StartsWith,
                                               Builtin::EndsWith, Builtin::Contains};
      Ex one = value(depth - 1), other = choices_.one_in(2) ? text_literal() : value(depth - 1);
      if (choices_.one_in(2)) std::swap(one, other);
      return call(choices_.of(kRelations), Type::Bool, {one, other});
    }
  }
}

RandomClauses::Ex RandomClauses::quantifier(Op op, int depth) {
  Ex over = collection(depth - 1);
  ir::Variable element = module_->make_variable();
  bound_.push_back(element);
  Ex body = condition(depth - 2);
  bound_.pop_back();
  Ex expr = make(op, op == Op::Count ? Type::Int : Type::Bool, {over, body});
  expr->variable = element;
  return expr;
}

RandomClauses::Ex RandomClauses::question(int) {
  static constexpr Builtin kOfResource[] = {Builtin::Creating,  Builtin::Updating,   Builtin::Deleting,
                                            Builtin::Replacing, Builtin::Forgetting, Builtin::Importing,
                                            Builtin::Deposed,   Builtin::Deferred};
  static constexpr Builtin kOfAttribute[] = {Builtin::Changed, Builtin::Known, Builtin::Sensitive, Builtin::Configured,
                                             Builtin::ForcesReplace};
  switch (choices_.below(6)) {
    case 0: return call(choices_.of(kOfResource), Type::Bool, {resource()});
    case 1: return call(choices_.of(kOfAttribute), Type::Bool, {path(true)});
    case 2: return call(choices_.of(kOfAttribute), Type::Bool, {path(false)});
    case 3: return make(Op::Equal, Type::Bool, {path(false), literal()});
    case 4: return make(Op::Equal, Type::Bool, {path(true), literal()});
    default: return path(false);
  }
}

// `has u x where { refers(x.a, r) and … }`, either way round, or `x.a == r.b`, or how many.
RandomClauses::Ex RandomClauses::join(int depth) {
  bool counts = choices_.one_in(4);
  Ex expr = make(counts ? Op::CountOf : Op::Exists, counts ? Type::Int : Type::Bool);
  expr->types = types();
  expr->variable = module_->make_variable();
  ir::Variable outer = joined_.empty() || choices_.one_in(2) ? resource_ : choices_.of(joined_);
  Ex related = nullptr;
  if (choices_.one_in(4)) {
    Ex one = attribute(), other = attribute();
    one->variable = expr->variable;
    related = make(Op::Equal, Type::Bool, {one, other});
  } else {
    related = choices_.one_in(3) ? refers(outer, expr->variable) : refers(expr->variable, outer);
  }
  joined_.push_back(expr->variable);
  if (choices_.one_in(2)) related = make(Op::And, Type::Bool, {related, condition(depth - 2)});
  joined_.pop_back();
  expr->children = {related};
  if (!counts) return expr;
  Ex number = make(Op::Literal, Type::Int);
  number->value.data = int64_t{choices_.below(3)};
  return make(Op::LessEqual, Type::Bool, {number, expr});
}

// Of an attribute, or of the elements of one.
RandomClauses::Ex RandomClauses::refers(ir::Variable from, ir::Variable to) {
  auto path = [&](ir::Variable variable, std::vector<ir::Step> steps) {
    Ex expr = module_->make(Op::Path, Type::Any, {});
    expr->variable = variable;
    expr->steps = std::move(steps);
    return expr;
  };
  Ex other = path(to, {});
  ir::Step name{ir::Step::Kind::Attribute, choices_.of(kAttributes)};
  if (choices_.one_in(2)) return make(Op::Refers, Type::Bool, {path(from, {name}), other});
  ir::Step each{ir::Step::Kind::Each}, inner{ir::Step::Kind::Attribute, choices_.one_in(2) ? "a" : "b"};
  if (choices_.one_in(2)) return make(Op::Refers, Type::Bool, {path(from, {name, each, inner}), other});
  Ex any = make(Op::Any, Type::Bool);
  any->variable = module_->make_variable();
  Ex collection = path(from, {name, each});
  if (choices_.one_in(6)) collection->op = Op::Before;
  std::vector<ir::Step> within;
  if (choices_.one_in(2)) within.push_back(inner);
  any->children = {collection, make(Op::Refers, Type::Bool, {path(any->variable, within), other})};
  return any;
}

// What only the whole plan can say.
RandomClauses::Ex RandomClauses::relation(int depth) {
  switch (choices_.below(4)) {
    case 0: {
      Ex expr = make(Op::Exists, Type::Bool);
      expr->types = {choices_.of(kTypes)};
      expr->variable = module_->make_variable();
      joined_.push_back(expr->variable);
      expr->children = {condition(depth - 2)};
      joined_.pop_back();
      return expr;
    }
    case 1: {
      Ex key = make(Op::RequestKey, Type::String);
      key->key = "aws:username";
      return make(Op::Equal, Type::Bool, {key, text_literal()});
    }
    case 2: {
      if (joined_.empty()) return related_ ? refers(resource_, resource_) : path(true);
      Ex to = module_->make(Op::Path, Type::Any, {});
      to->variable = choices_.of(joined_);
      return make(Op::Refers, Type::Bool, {path(true), to});
    }
    default: {
      auto grant = std::make_shared<ir::Grant>();
      static constexpr const char* kActions[] = {"s3:*", "iam:PassRole", "sts:AssumeRole", "kms:Decrypt",
                                                 "*",    "s3:GetObject"};
      static constexpr const char* kResources[] = {"arn:aws:s3:::x/*", "*", "arn:aws:iam::111122223333:role/*",
                                                   "arn:aws:s3:::x"};
      for (uint32_t i = 1 + choices_.below(2); i > 0; --i)
        grant->actions.items.push_back({true, choices_.of(kActions)});
      if (choices_.one_in(4)) grant->actions.items.push_back({false, choices_.of(kActions)});
      for (uint32_t i = choices_.below(3); i > 0; --i) grant->resources.emplace_back(choices_.of(kResources));
      grant->every_action = choices_.one_in(3);
      grant->to = static_cast<ir::Grant::To>(choices_.below(3));
      if (grant->to == ir::Grant::To::Account) grant->account = choices_.one_in(2) ? "111122223333" : "444455556666";
      Ex expr = make(Op::Grants, Type::Bool, {path(true)});
      expr->grant = std::move(grant);
      return expr;
    }
  }
}

RandomClauses::Ex RandomClauses::value(int depth) {
  switch (choices_.below(depth > 0 ? 12 : 5)) {
    case 0: return literal();
    case 1:
    case 2: return path(false);
    case 3: return path(true);
    case 4: {
      Ex expr = path(choices_.one_in(4) ? false : true);
      expr->op = Op::Before;
      return expr;
    }
    case 5: return make(Op::Coalesce, type(), {value(depth - 1), choices_.one_in(2) ? literal() : value(depth - 1)});
    case 6: {
      Ex tags = choices_.one_in(4) ? call(Builtin::Statements, Type::List, {path(true)})
                                   : call(Builtin::Tags, Type::Map, {resource()});
      return make(Op::Index, type(), {tags, choices_.one_in(3) ? value(depth - 1) : text_literal()});
    }
    case 7: return quantifier(Op::Count, depth);
    case 8: return make(Op::Concat, Type::String, {value(depth - 1), text_literal()});
    case 9: return call(Builtin::Length, Type::Int, {collection(depth - 1)});
    case 10: return text_value(depth);
    default: return choices_.one_in(8) ? collection(depth - 1) : path(false);
  }
}

RandomClauses::Ex RandomClauses::text_value(int depth) {
  static constexpr Builtin kTextsOf[] = {Builtin::Address,      Builtin::MovedFrom, Builtin::ModuleOf,
                                         Builtin::ActionReason, Builtin::RegionOf,  Builtin::AccountOf,
                                         Builtin::ProviderOf};
  if (choices_.one_in(2)) return call(Builtin::Lower, Type::String, {value(depth - 1)});
  return call(choices_.of(kTextsOf), Type::String, {resource()});
}

RandomClauses::Ex RandomClauses::collection(int depth) {
  switch (choices_.below(depth > 0 ? 7 : 3)) {
    case 0: return path(false);
    case 1: return list_literal();
    case 2: return path(true);
    case 3: {
      Ex expr = path(true);
      expr->op = Op::Before;
      return expr;
    }
    case 4:
      return make(Op::Coalesce, type(), {path(false), choices_.one_in(2) ? list_literal() : collection(depth - 1)});
    case 5: return make(Op::List, Type::List, {value(depth - 1), value(depth - 1)});
    default:
      return choices_.one_in(2) ? call(Builtin::Tags, Type::Map, {resource()})
                                : call(Builtin::Statements, Type::List, {path(true)});
  }
}

RandomClauses::Ex RandomClauses::text_literal() {
  Ex expr = make(Op::Literal, choices_.one_in(3) ? type() : Type::String);
  expr->value.data = std::string(choices_.of(kTexts));
  return expr;
}

RandomClauses::Ex RandomClauses::list_literal() {
  Ex expr = make(Op::Literal, choices_.one_in(2) ? Type::List : type());
  ir::ValueList list;
  bool texts = choices_.one_in(2);
  for (uint32_t i = choices_.below(4); i > 0; --i) list.push_back((texts ? text_literal() : literal())->value);
  expr->value.data = std::move(list);
  return expr;
}

RandomClauses::Ex RandomClauses::literal() {
  static constexpr int64_t kIntegers[] = {0, 1, 2, 22, -1, 100, 1769860800, 9007199254740993};
  static constexpr double kDoubles[] = {0.5, 1.0, 1e20, -0.0};
  Ex expr = make(Op::Literal, choices_.one_in(2) ? Type::Any : type());
  switch (choices_.below(7)) {
    case 0: break;
    case 1: expr->value.data = choices_.one_in(2); break;
    case 2: expr->value.data = choices_.of(kIntegers); break;
    case 3: expr->value.data = choices_.of(kDoubles); break;
    case 4:
      if (choices_.one_in(4)) {
        expr->value.data = ir::ValueMap{{"a", {int64_t{1}}}, {"x", {std::string("x*")}}};
        break;
      }
      [[fallthrough]];
    default: expr->value.data = std::string(choices_.of(kTexts));
  }
  return expr;
}

RandomClauses::Ex RandomClauses::resource() {
  Ex expr = module_->make(Op::Path, Type::Object, {});
  expr->variable = variable(!choices_.one_in(10));
  return expr;
}

RandomClauses::Ex RandomClauses::call(Builtin builtin, Type type, std::vector<const ir::Expr*> children) {
  Ex expr = make(Op::Call, type, std::move(children));
  expr->builtin = builtin;
  return expr;
}

ir::Variable RandomClauses::variable(bool own) {
  if (own) return resource_;
  if (!joined_.empty() && choices_.one_in(2)) return choices_.of(joined_);
  return bound_.empty() || choices_.one_in(3) ? resource_ : choices_.of(bound_);
}

std::vector<ir::Step> RandomClauses::steps(bool own) {
  static constexpr const char* kKeys[] = {"a", "b", "key", "value", "x", "y"};
  std::vector<ir::Step> steps;
  if (own) steps.push_back({ir::Step::Kind::Attribute, choices_.of(kAttributes)});
  for (uint32_t i = choices_.below(own ? 3 : 2); i > 0; --i) {
    switch (choices_.below(4)) {
      case 0: steps.push_back({ir::Step::Kind::Attribute, choices_.of(kKeys)}); break;
      case 1:
      case 2: steps.push_back({ir::Step::Kind::Each}); break;
      default: {
        Ex index = make(Op::Literal, Type::Any);
        if (choices_.one_in(2)) {
          index->value.data = std::string(choices_.of(kKeys));
        } else {
          index->value.data = int64_t{choices_.below(3)};
        }
        if (choices_.one_in(6)) index = path(true);
        steps.push_back({ir::Step::Kind::Index, "", index});
      }
    }
  }
  return steps;
}

RandomClauses::Ex RandomClauses::path(bool own) {
  Ex expr = module_->make(Op::Path, choices_.one_in(2) ? Type::Any : type(), {});
  expr->variable = variable(own);
  expr->steps = steps(expr->variable == resource_);
  return expr;
}

}  // namespace berm::agreement
