#include <algorithm>

#include "base/text.h"
#include "ir/ir.h"

namespace berm::ir {
namespace {

// "acme.data_1[payments]" → "acme.data_1"; no other part of a name has a bracket.
std::string_view without_team(std::string_view name) { return name.substr(0, name.find('[')); }

bool matches_segments(const std::vector<std::string_view>& pattern, const std::vector<std::string_view>& parts) {
  bool any_depth = pattern.back() == "**";
  size_t fixed = any_depth ? pattern.size() - 1 : pattern.size();
  if (any_depth ? parts.size() <= fixed : parts.size() != fixed) return false;
  return std::equal(pattern.begin(), pattern.begin() + static_cast<std::ptrdiff_t>(fixed), parts.begin(),
                    [](std::string_view wanted, std::string_view part) { return wanted == "*" || wanted == part; });
}

}  // namespace

Expr* Module::make(Op op, Type type, Span span) {
  Expr& expr = exprs_.emplace_back();
  expr.op = op;
  expr.type = type;
  expr.span = span;
  return &expr;
}

const Rule* Module::find(std::string_view name) const {
  auto found = std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.name == name; });
  return found == rules.end() ? nullptr : &*found;
}

bool matches_rule(std::string_view pattern, std::string_view name) {
  if (pattern == name) return true;
  return matches_segments(split(pattern, '.'), split(without_team(name), '.'));
}

bool matches_rule(std::string_view pattern, const Rule& rule) { return matches_rule(pattern, rule.name); }

}  // namespace berm::ir
