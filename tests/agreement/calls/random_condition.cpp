#include "tests/agreement/calls/random_condition.h"

#include "tests/agreement/calls/random_request.h"

namespace berm::agreement {

using ir::Expr;
using ir::Op;
using ir::Type;

Expr* WildMaker::make(Op op, Type type, std::vector<const Expr*> children) {
  Expr* expr = module_.make(op, type, {});
  expr->children = std::move(children);
  return expr;
}

Type WildMaker::type() {
  static constexpr Type kTypes[] = {Type::String, Type::String,  Type::Any, Type::Bool, Type::Int,    Type::Float,
                                    Type::Time,   Type::Cidr,    Type::Arn, Type::Set,  Type::List,   Type::Duration,
                                    Type::Region, Type::Account, Type::Arn, Type::Cidr, Type::String, Type::String};
  return kTypes[below(std::size(kTypes))];
}

const Expr* WildMaker::key() {
  Expr* expr = make(Op::RequestKey, type(), {});
  expr->key = kKeyNames[below(std::size(kKeyNames))];
  expr->multivalued = below(4) == 0;
  return expr;
}

ir::Value WildMaker::constant(unsigned depth) {
  switch (below(depth > 0 ? 10 : 8)) {
    case 0: return {};
    case 1: return {below(2) == 0};
    case 2: return {static_cast<int64_t>(below(7)) - 1};
    case 3: return {static_cast<double>(below(5)) / 2};
    case 8: {
      ir::ValueList list;
      for (size_t i = 0, n = below(4); i < n; ++i) list.push_back(constant(depth - 1));
      return {std::move(list)};
    }
    case 9: {
      ir::ValueMap map;
      for (size_t i = 0, n = below(3); i < n; ++i) map[one_of(kTexts)] = constant(depth - 1);
      return {std::move(map)};
    }
    default: return {std::string(one_of(kTexts))};
  }
}

const Expr* WildMaker::literal() {
  Expr* expr = make(Op::Literal, type(), {});
  expr->value = constant(2);
  return expr;
}

const Expr* WildMaker::call(unsigned depth) {
  static constexpr ir::Builtin kBuiltins[] = {ir::Builtin::Covers,   ir::Builtin::Overlaps,   ir::Builtin::Lower,
                                              ir::Builtin::Length,   ir::Builtin::StartsWith, ir::Builtin::EndsWith,
                                              ir::Builtin::Contains, ir::Builtin::Known};
  const ir::Builtin builtin = kBuiltins[below(std::size(kBuiltins))];
  const bool one = builtin == ir::Builtin::Lower || builtin == ir::Builtin::Length || builtin == ir::Builtin::Known;
  Expr* expr = make(Op::Call, type(), {value(depth)});
  if (!one) expr->children.push_back(value(depth));
  expr->builtin = builtin;
  return expr;
}

const Expr* WildMaker::value(unsigned depth) {
  if (depth == 0) {
    const bool element = !bound_.empty() && below(3) == 0;
    if (!element) return below(2) == 0 ? key() : literal();
    Expr* path = make(Op::Path, type(), {});
    path->variable = bound_[below(bound_.size())];
    return path;
  }
  switch (below(9)) {
    case 0: return make(Op::Coalesce, type(), {value(depth - 1), value(depth - 1)});
    case 1:
    case 2: return call(depth - 1);
    case 3: return make(Op::Concat, Type::String, {value(0), value(depth - 1), literal()});
    case 4: return below(3) == 0 ? condition(depth - 1) : test(depth - 1);
    case 5: return below(4) == 0 ? make(Op::Index, type(), {value(depth - 1), value(0)}) : value(0);
    default: return value(0);
  }
}

const Expr* WildMaker::pattern(unsigned depth) {
  if (below(3) == 0) return make(Op::Concat, Type::String, {literal(), value(depth), literal()});
  return below(2) == 0 ? literal() : value(depth);
}

const Expr* WildMaker::collection(unsigned depth) {
  switch (below(4)) {
    case 0: {
      Expr* list = make(Op::List, Type::List, {});
      for (size_t i = 0, n = below(4); i < n; ++i) list->children.push_back(value(depth));
      return list;
    }
    case 1: return value(depth);
    default: return key();
  }
}

const Expr* WildMaker::test(unsigned depth) {
  static constexpr Op kOps[] = {Op::Equal, Op::Equal, Op::Less, Op::LessEqual};
  switch (below(8)) {
    case 0: return make(Op::Like, Type::Bool, {value(depth), pattern(depth)});
    case 1: return make(Op::In, Type::Bool, {value(depth), collection(depth)});
    case 2: return make(Op::Equal, Type::Bool, {value(depth), make(Op::Literal, Type::Any, {})});
    case 3: return make(Op::Equal, Type::Bool, {make(Op::Literal, Type::Any, {}), value(depth)});
    case 4: return value(depth);
    default: return make(kOps[below(std::size(kOps))], Type::Bool, {value(depth), value(depth)});
  }
}

const Expr* WildMaker::condition(unsigned depth) {
  if (bound_.empty() && !made_.empty() && below(4) == 0) return made_[below(made_.size())];
  if (depth == 0) return test(below(2));
  const Expr* expr = nullptr;
  switch (below(6)) {
    case 0: expr = make(Op::And, Type::Bool, {condition(depth - 1), condition(depth - 1)}); break;
    case 1: expr = make(Op::Or, Type::Bool, {condition(depth - 1), condition(depth - 1), condition(0)}); break;
    case 2: expr = make(Op::Not, Type::Bool, {condition(depth - 1)}); break;
    case 3: {
      Expr* quantifier = make(below(2) == 0 ? Op::Any : Op::All, Type::Bool, {collection(1)});
      quantifier->variable = module_.make_variable();
      bound_.push_back(quantifier->variable);
      quantifier->children.push_back(condition(depth - 1));
      bound_.pop_back();
      expr = quantifier;
      break;
    }
    default: expr = test(2); break;
  }
  if (bound_.empty()) made_.push_back(expr);
  return expr;
}

ir::ActionSet WildMaker::actions() {
  static constexpr const char* kPatterns[] = {
      "s3:GetObject",   "s3:*",          "ec2:RunInstances", "ec2:*Instances", "*",     "s3:Get*",        "*:Get*",
      "lambda:Invoke*", "S3:PUTOBJECT",  "s3:New*",          "ec2:CreateTags", "kms:*", "sts:AssumeRole", "nosuch:*",
      "e?2:Run*",       "iam:CreateRole"};
  ir::ActionSet set;
  for (size_t i = 0, n = 1 + below(3); i < n; ++i)
    set.items.push_back({i == 0 || below(3) > 0, one_of(kPatterns), false, {}});
  return set;
}

ir::Rule WildMaker::rule(const std::string& name) {
  static constexpr ir::Verb kVerbs[] = {ir::Verb::Forbid, ir::Verb::Forbid, ir::Verb::Forbid, ir::Verb::Cap,
                                        ir::Verb::Grant};
  ir::Rule rule;
  rule.name = name;
  rule.package = "wild";
  rule.verb = kVerbs[below(std::size(kVerbs))];
  const auto clause_condition = [&] { return below(6) == 0 ? nullptr : condition(below(5)); };
  if (rule.verb == ir::Verb::Forbid || below(3) == 0) {
    for (size_t i = 0, n = 1 + below(2); i < n; ++i) rule.calls.push_back({actions(), clause_condition(), {}});
  }
  if (rule.verb == ir::Verb::Forbid) return rule;
  for (size_t i = 0, n = 1 + below(3); i < n; ++i) rule.allows.push_back({actions(), clause_condition(), {}});
  rule.capped = clause_condition();
  return rule;
}

}  // namespace berm::agreement
