#include "access/operators.h"

#include "base/text.h"

namespace berm::access {
namespace {

struct Named {
  std::string_view name;
  Operator value;
};

constexpr Named kOperators[] = {
#define BERM_CONDITION_OPERATOR(name, comparison, relation, negated) \
  {#name, {Comparison::comparison, Relation::relation, negated}},
#include "access/operators.def"
};

constexpr std::string_view kIfExists = "IfExists";

SetOperator take_set_operator(std::string_view& text) {
  size_t colon = text.find(':');
  if (colon == std::string_view::npos) return SetOperator::None;
  std::string_view prefix = text.substr(0, colon);
  bool all = equals_ignore_case(prefix, "ForAllValues");
  if (!all && !equals_ignore_case(prefix, "ForAnyValue")) return SetOperator::None;
  text.remove_prefix(colon + 1);
  return all ? SetOperator::ForAllValues : SetOperator::ForAnyValue;
}

bool take_if_exists(std::string_view& text) {
  if (text.size() <= kIfExists.size()) return false;
  size_t stem = text.size() - kIfExists.size();
  if (!equals_ignore_case(text.substr(stem), kIfExists)) return false;
  text = text.substr(0, stem);
  return true;
}

}  // namespace

std::optional<Operator> parse_operator(std::string_view text) {
  SetOperator set = take_set_operator(text);
  bool if_exists = take_if_exists(text);
  for (const Named& named : kOperators) {
    if (!equals_ignore_case(named.name, text)) continue;
    Operator found = named.value;
    found.set = set;
    found.if_exists = if_exists;
    bool presence = found.comparison == Comparison::Presence;
    if (presence && (if_exists || set != SetOperator::None)) return std::nullopt;
    return found;
  }
  return std::nullopt;
}

std::optional<std::string> nearest_operator(std::string_view text) {
  NearestName near(text);
  for (const Named& named : kOperators) near.offer(named.name);
  return near.best();
}

bool takes_variables(Comparison comparison) {
  switch (comparison) {
    case Comparison::Text:
    case Comparison::TextIgnoreCase:
    case Comparison::Glob:
    case Comparison::Arn: return true;
    default: return false;
  }
}

}  // namespace berm::access
