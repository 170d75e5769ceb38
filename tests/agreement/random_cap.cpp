#include <utility>

#include "tests/agreement/random_rule.h"

namespace berm::agreement {

using ir::Expr;
using ir::Op;
using ir::Type;

const Expr* RuleMaker::bearer(bool excepted) {
  static constexpr const char* kPatterns[] = {"arn:aws:iam::*:role/x", "arn:aws:iam::*:role/team/*",
                                              "arn:aws:iam::*:role/team/a?", "arn:aws:iam::111122223333:user/u"};
  const char* pattern = kPatterns[below(std::size(kPatterns))];
  if (!excepted) bearers_.emplace_back(pattern);
  return make(Op::Like, Type::Bool, {key("aws:principalarn", Type::Arn), text(pattern, Type::Arn)});
}

// What of its caller a cap may ask besides its name.
const Expr* RuleMaker::session_test() {
  switch (below(5)) {
    case 0: return number_test();
    case 1: return address_test();
    case 2: return arn_test();
    case 3: return make(Op::Equal, Type::Bool, {key("aws:principaltag/team", Type::String), text("a")});
    default: return bool_test();
  }
}

const Expr* RuleMaker::capped() {
  const Expr* who = bearer();
  if (below(3) == 0) who = make(Op::And, Type::Bool, {who, session_test()});
  if (below(3) == 0) {
    const Expr* other = bearer();
    if (below(2) == 0) other = make(Op::And, Type::Bool, {other, session_test()});
    who = make(Op::Or, Type::Bool, {who, other});
  }
  if (below(3) != 0) return who;
  const Expr* excepted = below(2) == 0 ? session_test() : make(Op::And, Type::Bool, {bearer(true), session_test()});
  return make(Op::And, Type::Bool, {who, make(Op::Not, Type::Bool, {excepted})});
}

ir::Rule RuleMaker::cap(const std::string& name) {
  ir::Rule rule;
  rule.name = name;
  rule.package = "random";
  rule.verb = ir::Verb::Cap;
  rule.capped = capped();
  for (size_t i = 0, n = 1 + below(2); i < n; ++i) {
    ir::AllowClause clause;
    clause.actions = actions();
    if (below(2) == 0) clause.condition = condition(below(2));
    rule.allows.push_back(std::move(clause));
  }
  return rule;
}

}  // namespace berm::agreement
