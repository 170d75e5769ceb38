#include <algorithm>

#include "access/instant.h"
#include "access/number.h"
#include "access/operators.h"
#include "access/pattern.h"
#include "access/statement.h"
#include "base/text.h"

namespace berm::access {
namespace {

// Invalid: one of the two texts isn't what the operator compares; then neither the operator nor its negation holds.
enum class Truth : uint8_t { No, Yes, Invalid };

Truth truth(bool holds) { return holds ? Truth::Yes : Truth::No; }

template <typename T>
Truth ordered(const std::optional<T>& request, Relation relation, const std::optional<T>& policy) {
  if (!request || !policy) return Truth::Invalid;
  auto order = *request <=> *policy;
  switch (relation) {
    case Relation::Equal: return truth(order == 0);
    case Relation::Less: return truth(order < 0);
    case Relation::LessEqual: return truth(order <= 0);
    case Relation::Greater: return truth(order > 0);
    case Relation::GreaterEqual: return truth(order >= 0);
  }
  return Truth::Invalid;
}

std::optional<bool> parse_bool(std::string_view text) {
  if (equals_ignore_case(text, "true")) return true;
  if (equals_ignore_case(text, "false")) return false;
  return std::nullopt;
}

Truth within(std::string_view address, std::string_view range) {
  auto inner = parse_cidr(address), outer = parse_cidr(range);
  if (!inner || !outer) return Truth::Invalid;
  return truth(covers(*outer, *inner));
}

bool is_arn(std::string_view text) {
  return text.starts_with("arn:") && std::count(text.begin(), text.end(), ':') >= 5;
}

size_t count_colons(const Pattern& pattern) {
  return static_cast<size_t>(std::count(pattern.begin(), pattern.end(), Symbol{':'}));
}

Truth arn_truth(const Pattern& pattern, std::string_view value) {
  if (!is_arn(value) || count_colons(pattern) < 5) return Truth::Invalid;
  return truth(matches_arn(pattern, value));
}

// One value of the request against one of the policy.
class Comparer {
 public:
  Comparer(const Operator& op, const Request& request, std::string_view version)
      : op_(op), request_(request), version_(version) {}

  Truth compare(std::string_view value, const std::string& policy) const {
    switch (op_.comparison) {
      case Comparison::Number: return ordered(parse_decimal(value), op_.relation, parse_decimal(policy));
      case Comparison::Date: return ordered(parse_instant(value), op_.relation, parse_instant(policy));
      case Comparison::Boolean: return ordered(parse_bool(value), op_.relation, parse_bool(policy));
      case Comparison::Address: return within(value, policy);
      case Comparison::Binary: return truth(value == policy);
      default: return compare_text(value, policy);
    }
  }

  bool holds(std::string_view value, const std::vector<std::string>& policy) const {
    Truth wanted = op_.negated ? Truth::No : Truth::Yes;
    auto agrees = [&](const std::string& one) { return compare(value, one) == wanted; };
    return op_.negated ? std::all_of(policy.begin(), policy.end(), agrees)
                       : std::any_of(policy.begin(), policy.end(), agrees);
  }

 private:
  // A variable without a value is null: nothing equals it, so a negated operator holds.
  Truth compare_text(std::string_view value, const std::string& policy) const {
    bool globs = op_.comparison == Comparison::Glob || op_.comparison == Comparison::Arn;
    auto pattern = resolve(policy, request_, version_, globs ? Wildcards::On : Wildcards::Off);
    if (!pattern) return Truth::No;
    if (op_.comparison == Comparison::Arn) return arn_truth(*pattern, value);
    bool fold = op_.comparison == Comparison::TextIgnoreCase;
    return truth(fold ? matches_ignore_case(*pattern, value) : matches(*pattern, value));
  }

  const Operator& op_;
  const Request& request_;
  std::string_view version_;
};

bool holds_when_missing(const Operator& op) {
  switch (op.set) {
    case SetOperator::ForAllValues: return true;
    case SetOperator::ForAnyValue: return op.if_exists;
    case SetOperator::None: return op.negated || op.if_exists;
  }
  return false;
}

bool holds_presence(bool missing, const std::vector<std::string>& policy) {
  return std::any_of(policy.begin(), policy.end(),
                     [&](const std::string& one) { return parse_bool(one) == std::optional(missing); });
}

}  // namespace

bool matches_condition(const Condition& condition, const std::vector<std::string>* values, const Request& request,
                       std::string_view version) {
  auto op = parse_operator(condition.op);
  if (!op) return false;
  bool missing = values == nullptr || values->empty();
  if (op->comparison == Comparison::Presence) return holds_presence(missing, condition.values);
  if (missing) return holds_when_missing(*op);
  Comparer comparer(*op, request, version);
  auto holds = [&](const std::string& value) { return comparer.holds(value, condition.values); };
  switch (op->set) {
    case SetOperator::ForAllValues: return std::all_of(values->begin(), values->end(), holds);
    case SetOperator::ForAnyValue: return std::any_of(values->begin(), values->end(), holds);
    case SetOperator::None: break;
  }
  bool single = values->size() == 1 && !request.multivalued.contains(to_lower(condition.key));
  return single && holds(values->front());
}

bool matches_conditions(const Statement& statement, const Request& request, std::string_view version) {
  return std::all_of(statement.conditions.begin(), statement.conditions.end(), [&](const Condition& condition) {
    return matches_condition(condition, request.find(to_lower(condition.key)), request, version);
  });
}

}  // namespace berm::access
