// Whether a rule denies a call: two-valued logic in negation normal form, as ir.h defines it.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "reference/builtins.h"
#include "reference/coverage.h"
#include "reference/decimal.h"
#include "reference/reference.h"
#include "reference/value.h"

namespace berm::reference {
namespace {

constexpr std::string_view kResourceArn = "resource.arn";

class CallEvaluator {
 public:
  CallEvaluator(const access::Request& request, const Carries& carries, Recorder recorder)
      : request_(request), carries_(carries), recorder_(recorder) {}

  // Whether the condition holds; with `positive` false, whether its negation does.
  bool holds(const ir::Expr& expr, bool positive) {
    switch (expr.op) {
      case ir::Op::Not: return holds(*expr.children[0], !positive);
      case ir::Op::And: return logic(expr, positive, positive);
      case ir::Op::Or: return logic(expr, positive, !positive);
      case ir::Op::Any: return quantifier(expr, positive, !positive);
      case ir::Op::All: return quantifier(expr, positive, positive);
      default: return test(expr, positive);
    }
  }

 private:
  bool logic(const ir::Expr& expr, bool positive, bool all) {
    auto operand = [&](const ir::Expr* child) {
      bool held = holds(*child, positive);
      recorder_.see(child, held == positive);
      return held;
    };
    return all ? std::ranges::all_of(expr.children, operand) : std::ranges::any_of(expr.children, operand);
  }

  bool quantifier(const ir::Expr& expr, bool positive, bool all) {
    if (on_another_leg(*expr.children[0])) return false;
    auto body = [&](const Value& element) {
      bound_[expr.variable] = element;
      return holds(*expr.children[1], positive);
    };
    std::vector<Value> elements = elements_of(*expr.children[0]);
    return all ? std::ranges::all_of(elements, body) : std::ranges::any_of(elements, body);
  }

  // A test on a key that another leg carries says nothing about this one; on a missing key it is false.
  bool test(const ir::Expr& expr, bool positive) {
    if (on_another_leg(expr)) return false;
    return (answer(expr) == Tri::True) == positive;
  }

  bool on_another_leg(const ir::Expr& expr) const {
    bool own = expr.op == ir::Op::RequestKey && leg(expr.key) == Leg::Another;
    return own || std::ranges::any_of(expr.children, [&](const ir::Expr* child) { return on_another_leg(*child); });
  }

  Leg leg(std::string_view key) const { return key == kResourceArn ? Leg::ThisOne : carries_(request_, key); }

  Tri answer(const ir::Expr& expr) {
    if (expr.op == ir::Op::In) return in(expr);
    if (expr.op == ir::Op::Equal && is_null_literal(*expr.children[1])) return missing(*expr.children[0]);
    if (expr.op == ir::Op::Equal && is_null_literal(*expr.children[0])) return missing(*expr.children[1]);
    if (!is_comparison(expr.op)) return truth(aligned(value(expr), boolean(Tri::True)));
    const ir::Expr &left = *expr.children[0], &right = *expr.children[1];
    if (expr.op == ir::Op::Like) return like(value(left), pattern(right), left.type);
    return compare(expr.op, compared_as(left.type, right.type), value(left), value(right));
  }

  Tri compare(ir::Op op, ir::Type type, Value left, Value right) {
    if (left.is_null() || right.is_null()) return Tri::False;
    if (type != ir::Type::Time) left = aligned(left, right);
    if (type != ir::Type::Time) right = aligned(right, left);
    if (op == ir::Op::Equal) return same(left, right, type);
    return op == ir::Op::Less ? less(left, right, type) : negate(less(right, left, type));
  }

  // An address equals a range that it lies in, as in IAM.
  Tri same(const Value& left, const Value& right, ir::Type type) {
    if (type != ir::Type::Cidr) return equal(left, right, type);
    return either(truth(apply(ir::Builtin::Covers, {left, right}, arena_)),
                  truth(apply(ir::Builtin::Covers, {right, left}, arena_)));
  }

  // A key of a type that the catalogue does not know is read as what it is compared with.
  Value aligned(const Value& value, const Value& other) {
    if (value.kind != ValueKind::String) return value;
    if (other.kind == ValueKind::Bool) return typed(std::string(value.string()), ir::Type::Bool);
    if (other.kind == ValueKind::Number) return typed(std::string(value.string()), ir::Type::Float);
    return value;
  }

  static bool is_comparison(ir::Op op) {
    return op == ir::Op::Equal || op == ir::Op::Like || op == ir::Op::Less || op == ir::Op::LessEqual;
  }
  static bool is_null_literal(const ir::Expr& expr) { return expr.op == ir::Op::Literal && expr.value.is_null(); }

  Tri missing(const ir::Expr& expr) {
    return tri(expr.multivalued ? elements_of(expr).empty() : value(expr).is_null());
  }

  Tri in(const ir::Expr& expr) {
    Value element = value(*expr.children[0]);
    ir::Type type = compared_as(expr.children[0]->type, ir::Type::Any);
    auto found = [&](const Value& other) { return compare(ir::Op::Equal, type, element, other) == Tri::True; };
    return tri(std::ranges::any_of(elements_of(*expr.children[1]), found));
  }

  // Null where a key in it is missing.
  Value value(const ir::Expr& expr) {
    switch (expr.op) {
      case ir::Op::Literal: return arena_.constant(expr.value);
      case ir::Op::RequestKey: return first(elements_of(expr));
      case ir::Op::Path: return bound_[expr.variable];
      case ir::Op::Coalesce: return coalesce(expr);
      case ir::Op::Call: return builtin(expr);
      case ir::Op::Concat: return concat(expr, false);
      case ir::Op::Equal:
      case ir::Op::Less:
      case ir::Op::LessEqual:
      case ir::Op::Like:
      case ir::Op::In: return boolean(answer(expr));
      case ir::Op::Not:
      case ir::Op::And:
      case ir::Op::Or:
      case ir::Op::Any:
      case ir::Op::All: return boolean(tri(holds(expr, true)));
      default: return facts::kNull;  // says nothing about a call
    }
  }

  Value first(const std::vector<Value>& values) const { return values.empty() ? facts::kNull : values[0]; }

  Value coalesce(const ir::Expr& expr) {
    Value left = value(*expr.children[0]);
    bool is_left = !left.is_null();
    recorder_.see(expr.children[is_left ? 0 : 1], true);
    return is_left ? left : value(*expr.children[1]);
  }

  Value builtin(const ir::Expr& expr) {
    std::vector<Value> arguments;
    for (const ir::Expr* child : expr.children) arguments.push_back(value(*child));
    if (std::ranges::any_of(arguments, &Value::is_null)) return facts::kNull;
    return apply(expr.builtin, arguments, arena_);
  }

  Value concat(const ir::Expr& expr, bool pattern) {
    std::string text;
    for (const ir::Expr* child : expr.children) {
      Value part = value(*child);
      if (part.kind != ValueKind::String) return facts::kNull;
      bool written = child->op == ir::Op::Literal || child->op == ir::Op::Path;
      text += pattern && !written ? shield(part.string()) : std::string(part.string());
    }
    return arena_.text(std::move(text));
  }

  // Only what the rule itself wrote has wildcards.
  Value pattern(const ir::Expr& expr) {
    if (expr.op == ir::Op::Concat) return concat(expr, true);
    Value out = value(expr);
    bool from_request = expr.op == ir::Op::RequestKey && out.kind == ValueKind::String;
    return from_request ? arena_.text(shield(out.string())) : out;
  }

  std::vector<Value> elements_of(const ir::Expr& expr) {
    std::vector<Value> out;
    if (expr.op == ir::Op::List) {
      for (const ir::Expr* child : expr.children) out.push_back(value(*child));
    } else if (expr.op == ir::Op::RequestKey) {
      for (const std::string& text : texts(expr.key)) out.push_back(typed(text, expr.type));
    } else if (Value list = value(expr); list.kind == ValueKind::List) {
      out.assign(list.list().begin(), list.list().end());
    }
    return out;
  }

  std::vector<std::string> texts(std::string_view key) const {
    if (key == kResourceArn) return {request_.resource};
    const std::vector<std::string>* found = leg(key) == Leg::ThisOne ? request_.find(key) : nullptr;
    return found ? *found : std::vector<std::string>();
  }

  // A request says everything in text. What is not of the key's type equals nothing.
  Value typed(const std::string& text, ir::Type type) {
    bool number = type == ir::Type::Int || type == ir::Type::Float || type == ir::Type::Duration;
    if (number && is_number(text)) return arena_.number(text);
    if (type == ir::Type::Bool && equals_ignore_case(text, "true")) return boolean(Tri::True);
    if (type == ir::Type::Bool && equals_ignore_case(text, "false")) return boolean(Tri::False);
    return number || type == ir::Type::Bool ? facts::kUnknown : arena_.text(text);
  }

  const access::Request& request_;
  const Carries& carries_;
  Recorder recorder_;
  std::map<ir::Variable, Value> bound_;
  Arena arena_;
};

template <typename Clause>
bool admits(const Clause& clause, const access::Request& request, const Carries& carries, Recorder recorder) {
  const ir::ActionItem* item = clause.actions.decisive(request.action);
  if (item && !item->plus) recorder.see(item, true);
  if (!item || !item->plus) return false;
  bool held = !clause.condition || CallEvaluator(request, carries, recorder).holds(*clause.condition, true);
  recorder.see(&clause, held);
  return held;
}

bool is_denied(const ir::Rule& rule, const access::Request& request, const Carries& carries, Recorder recorder) {
  auto admitted = [&](const auto& clause) { return admits(clause, request, carries, recorder); };
  if (std::ranges::any_of(rule.calls, admitted)) return true;
  if (rule.verb != ir::Verb::Cap) return false;
  bool capped = !rule.capped || CallEvaluator(request, carries, recorder).holds(*rule.capped, true);
  return capped && std::ranges::none_of(rule.allows, admitted);
}

}  // namespace

bool denies(const ir::Rule& rule, const access::Request& request, const Carries& carries, Coverage* coverage) {
  Recorder recorder(coverage, rule);
  bool denied = is_denied(rule, request, carries, recorder);
  auto covers = [&](const ir::CallClause& clause) { return clause.actions.contains(request.action); };
  bool is_about = rule.verb == ir::Verb::Cap || std::ranges::any_of(rule.calls, covers);
  if (coverage && is_about) recorder.see(&rule, denied);
  return denied;
}

bool permits(const ir::Rule& rule, const access::Request& request, const Carries& carries) {
  Recorder recorder(nullptr, rule);
  auto admitted = [&](const auto& clause) { return admits(clause, request, carries, recorder); };
  bool theirs = !rule.capped || CallEvaluator(request, carries, recorder).holds(*rule.capped, true);
  return theirs && std::ranges::any_of(rule.allows, admitted);
}

}  // namespace berm::reference
