#include "tests/agreement/random_rule.h"

#include <utility>

namespace berm::agreement {

using ir::Expr;
using ir::Op;
using ir::Type;

Expr* RuleMaker::make(Op op, Type type, std::vector<const Expr*> children) {
  Expr* expr = module_.make(op, type, {});
  expr->children = std::move(children);
  return expr;
}

const Expr* RuleMaker::key(std::string name, Type type, bool multivalued) {
  Expr* expr = make(Op::RequestKey, type, {});
  expr->key = std::move(name);
  expr->multivalued = multivalued;
  return expr;
}

const Expr* RuleMaker::literal(ir::Value value, Type type) {
  Expr* expr = make(Op::Literal, type, {});
  expr->value = std::move(value);
  return expr;
}

const Expr* RuleMaker::text(std::string value, Type type) { return literal({std::move(value)}, type); }

// Global keys, and keys that some legs of ec2:RunInstances carry.
const Expr* RuleMaker::text_key() {
  constexpr size_t kGlobalKeys = 2;
  static constexpr const char* kKeys[] = {"aws:requestedregion",  "aws:principaltag/team", "aws:requesttag/team",
                                          "aws:resourcetag/team", "ec2:instancetype",      "s3:prefix"};
  return key(kKeys[below(everywhere_ ? kGlobalKeys : std::size(kKeys))], Type::String);
}

const Expr* RuleMaker::text_test() {
  static constexpr const char* kValues[] = {"a", "b", "a*c", "${x}", "A", "team-?"};
  const auto value = [&] { return text(kValues[below(std::size(kValues))]); };
  switch (below(8)) {
    case 0: return make(Op::Equal, Type::Bool, {text_key(), value()});
    case 1: return make(Op::Like, Type::Bool, {text_key(), value()});
    case 2: return make(Op::In, Type::Bool, {text_key(), make(Op::List, Type::List, {value(), value()})});
    case 3: return make(Op::Equal, Type::Bool, {make(Op::Coalesce, Type::String, {text_key(), value()}), value()});
    case 4: return make(Op::Like, Type::Bool, {make(Op::Coalesce, Type::String, {text_key(), value()}), value()});
    case 5: return make(Op::Equal, Type::Bool, {value(), text_key()});
    case 6: {
      Expr* folded = make(Op::Call, Type::String, {text_key()});
      folded->builtin = ir::Builtin::Lower;
      return make(Op::Equal, Type::Bool, {folded, value()});
    }
    default: break;
  }
  static constexpr ir::Builtin kBuiltins[] = {ir::Builtin::StartsWith, ir::Builtin::EndsWith, ir::Builtin::Contains};
  Expr* call = make(Op::Call, Type::Bool, {text_key(), value()});
  call->builtin = kBuiltins[below(3)];
  return call;
}

// A key against another one, alone or in an interpolation.
const Expr* RuleMaker::other_key_test() {
  if (everywhere_)
    return make(Op::Equal, Type::Bool,
                {key("aws:requestedregion", Type::String), key("aws:principaltag/team", Type::String)});
  if (below(2) == 0) return make(Op::Equal, Type::Bool, {text_key(), text_key()});
  const Expr* joined = make(Op::Concat, Type::String, {text("a*"), text_key(), text("/z")});
  return make(below(2) == 0 ? Op::Like : Op::Equal, Type::Bool, {text_key(), joined});
}

const Expr* RuleMaker::number_test() {
  const Expr* age = key("aws:multifactorauthage", Type::Int);
  if (below(3) == 0) age = make(Op::Coalesce, Type::Int, {age, literal({int64_t{5}}, Type::Int)});
  const Expr* bound = literal({static_cast<int64_t>(4 + below(3))}, Type::Int);
  static constexpr Op kOps[] = {Op::Less, Op::LessEqual, Op::Equal};
  const Op op = kOps[below(3)];
  return below(2) == 0 ? make(op, Type::Bool, {age, bound}) : make(op, Type::Bool, {bound, age});
}

const Expr* RuleMaker::bool_test() {
  const Expr* flag = key(below(2) == 0 ? "aws:multifactorauthpresent" : "aws:securetransport", Type::Bool);
  if (below(3) == 0) return make(Op::Coalesce, Type::Bool, {flag, literal({below(2) == 0}, Type::Bool)});
  return make(Op::Equal, Type::Bool, {flag, literal({below(2) == 0}, Type::Bool)});
}

const Expr* RuleMaker::address_test() {
  static constexpr const char* kRanges[] = {"10.0.0.0/8", "203.0.113.0/24", "2001:db8::/32"};
  Expr* call = make(Op::Call, Type::Bool, {text(kRanges[below(3)], Type::Cidr), key("aws:sourceip", Type::Cidr)});
  call->builtin = ir::Builtin::Covers;
  return call;
}

const Expr* RuleMaker::time_test() {
  const Expr* now = key("aws:currenttime", Type::Time);
  const Expr* bound = literal({int64_t{1767225600}}, Type::Time);
  return make(below(2) == 0 ? Op::Less : Op::LessEqual, Type::Bool,
              below(2) == 0 ? std::vector{now, bound} : std::vector{bound, now});
}

const Expr* RuleMaker::arn_test() {
  static constexpr const char* kPatterns[] = {"arn:aws:iam::*:role/admin", "arn:aws:iam::*:role/break-glass/*",
                                              "arn:aws:iam::111122223333:user/?"};
  return make(Op::Like, Type::Bool, {key("aws:principalarn", Type::Arn), text(kPatterns[below(3)], Type::Arn)});
}

const Expr* RuleMaker::resource_test() {
  static constexpr const char* kPatterns[] = {"arn:aws:s3:::data/*", "arn:aws:s3:::data/team/*", "arn:aws:s3:::other",
                                              "arn:aws:ec2:*:*:instance/*"};
  return make(Op::Like, Type::Bool, {key("resource.arn", Type::Arn), text(kPatterns[below(4)], Type::Arn)});
}

const Expr* RuleMaker::null_test() { return make(Op::Equal, Type::Bool, {text_key(), literal({}, Type::Any)}); }

const Expr* RuleMaker::element_body(ir::Variable variable, unsigned depth) {
  Expr* element = make(Op::Path, Type::String, {});
  element->variable = variable;
  static constexpr const char* kTags[] = {"team", "env", "cost*"};
  if (depth > 0 && below(3) == 0) {
    const Expr* left = element_body(variable, depth - 1);
    return make(below(2) == 0 ? Op::And : Op::Or, Type::Bool, {left, element_body(variable, depth - 1)});
  }
  if (depth > 0 && below(4) == 0) return make(Op::Not, Type::Bool, {element_body(variable, depth - 1)});
  if (below(8) == 0) return bool_test();
  return make(below(2) == 0 ? Op::Equal : Op::Like, Type::Bool, {element, text(kTags[below(3)])});
}

const Expr* RuleMaker::list_test() {
  const Expr* keys = key(everywhere_ ? "aws:principalorgpaths" : "aws:tagkeys", Type::String, true);
  if (below(4) == 0) return make(Op::In, Type::Bool, {text("team"), keys});
  const ir::Variable variable = module_.make_variable();
  Expr* quantifier = make(below(2) == 0 ? Op::Any : Op::All, Type::Bool, {keys, element_body(variable, 2)});
  quantifier->variable = variable;
  return quantifier;
}

// What a kind of document may have settled: who is ours, and whose resource it is.
const Expr* RuleMaker::perimeter_test() {
  static constexpr const char* kKeys[] = {"aws:principalorgid", "aws:resourceorgid", "aws:sourceorgid"};
  const Expr* organisation = key(kKeys[below(3)], Type::String);
  switch (below(4)) {
    case 0: return make(Op::Equal, Type::Bool, {organisation, literal({}, Type::Any)});
    case 1:
      return make(Op::Equal, Type::Bool, {key("aws:principalisawsservice", Type::Bool), literal({true}, Type::Bool)});
    default: return make(Op::Equal, Type::Bool, {organisation, text(below(3) == 0 ? "o-other" : "o-acme")});
  }
}

const Expr* RuleMaker::test() {
  if (!everywhere_ && below(12) == 0) return perimeter_test();
  switch (below(12)) {
    case 0: return number_test();
    case 1: return bool_test();
    case 2: return address_test();
    case 3: return time_test();
    case 4: return arn_test();
    case 5: return resource_test();
    case 6:
    case 7: return list_test();
    case 8: return null_test();
    case 9: return other_key_test();
    default: return text_test();
  }
}

const Expr* RuleMaker::logic(Op op, unsigned depth) {
  std::vector<const Expr*> children;
  for (size_t i = 0, n = 2 + below(2); i < n; ++i) children.push_back(condition(depth - 1));
  return make(op, Type::Bool, std::move(children));
}

const Expr* RuleMaker::condition(unsigned depth) {
  if (depth == 0) return test();
  switch (below(4)) {
    case 0: return logic(Op::And, depth);
    case 1: return logic(Op::Or, depth);
    case 2: return make(Op::Not, Type::Bool, {condition(depth - 1)});
    default: return test();
  }
}

namespace {

// The wide sets make large documents, so they come seldom.
struct ActionSets {
  std::vector<ir::ActionSet> narrow, wide;
};

const ActionSets& sets_of(Services services) {
  static const ir::ActionSet kObjects = {{{true, "s3:GetObject"}, {true, "s3:ListBucket"}, {true, "s3:PutObject"}}};
  static const ir::ActionSet kChanges = {{{true, "s3:*"}, {false, "s3:Get*"}}};
  static const ir::ActionSet kStores = {{{true, "kms:*"}, {true, "sqs:*"}, {true, "dynamodb:*"}}};
  static const ActionSets kAny = {
      {kObjects,
       {{{true, "ec2:RunInstances"}, {true, "ec2:StopInstances"}}},
       {{{true, "cloudtrail:StopLogging"}, {true, "cloudtrail:DeleteTrail"}}}},
      {kChanges, {{{true, "*"}, {false, "s3:*"}, {false, "iam:*"}, {false, "ec2:*"}}}, kStores}};
  static const ActionSets kCovered = {{kObjects,
                                       {{{true, "kms:Decrypt"}, {true, "kms:CreateGrant"}, {true, "sqs:SendMessage"}}},
                                       {{{true, "sts:AssumeRole"}, {true, "secretsmanager:GetSecretValue"}}}},
                                      {kChanges, kStores, {{{true, "*"}, {false, "s3:*"}, {false, "kms:*"}}}}};
  static const ActionSets kStorage = {
      {kObjects, {{{true, "s3:DeleteObject"}, {true, "s3:AbortMultipartUpload"}, {true, "s3:PutBucketAcl"}}}},
      {kChanges}};
  return services == Services::Any ? kAny : services == Services::Covered ? kCovered : kStorage;
}

}  // namespace

ir::ActionSet RuleMaker::actions() {
  const ActionSets& sets = sets_of(services_);
  const bool wide = below(20) == 0;
  const auto& some = wide ? sets.wide : sets.narrow;
  return some[below(some.size())];
}

ir::Rule RuleMaker::forbid(unsigned depth) {
  ir::Rule rule;
  rule.name = "random.rule";
  rule.package = "random";
  ir::CallClause clause;
  clause.actions = actions();
  clause.condition = condition(depth);
  rule.calls.push_back(std::move(clause));
  return rule;
}

}  // namespace berm::agreement
