#include "compiler/documents/formula.h"

#include <utility>

namespace berm::documents {
namespace {

struct MatchInfo {
  std::string_view positive, negative;
  bool list;
};

constexpr MatchInfo kMatches[] = {
#define BERM_MATCH(name, positive, negative, list) {positive, negative, list},
#include "compiler/documents/match.def"
};

Formula combine(Formula::Kind kind, std::vector<Formula> children) {
  const auto neutral = kind == Formula::Kind::And ? Formula::Kind::True : Formula::Kind::False;
  const auto absorbing = kind == Formula::Kind::And ? Formula::Kind::False : Formula::Kind::True;
  Formula result;
  result.kind = kind;
  for (Formula& child : children) {
    if (child.kind == absorbing) return constant(absorbing == Formula::Kind::True);
    if (child.kind == neutral) continue;
    if (child.kind != kind) {
      result.children.push_back(std::move(child));
      continue;
    }
    for (Formula& grandchild : child.children) result.children.push_back(std::move(grandchild));
  }
  if (result.children.empty()) return constant(neutral == Formula::Kind::True);
  if (result.children.size() == 1) return Formula(std::move(result.children.front()));
  return result;
}

Test negate_test(Test test) {
  test.negated = !test.negated;
  test.on_missing = !test.on_missing;
  if (test.elements == Test::Elements::Any) {
    test.elements = Test::Elements::All;
  } else if (test.elements == Test::Elements::All) {
    test.elements = Test::Elements::Any;
  }
  return test;
}

}  // namespace

std::string_view operator_name(Match match, bool negated) {
  const MatchInfo& info = kMatches[static_cast<size_t>(match)];
  return negated ? info.negative : info.positive;
}

bool takes_lists(Match match) { return kMatches[static_cast<size_t>(match)].list; }

Formula constant(bool value) {
  Formula formula;
  formula.kind = value ? Formula::Kind::True : Formula::Kind::False;
  return formula;
}

Formula leaf(Test test) {
  Formula formula;
  formula.kind = Formula::Kind::Test;
  formula.test = std::move(test);
  return formula;
}

Formula opaque(std::string reason) {
  Formula formula;
  formula.kind = Formula::Kind::Opaque;
  formula.reason = std::move(reason);
  return formula;
}

Formula both(std::vector<Formula> children) { return combine(Formula::Kind::And, std::move(children)); }
Formula either(std::vector<Formula> children) { return combine(Formula::Kind::Or, std::move(children)); }

Formula negate(Formula formula) {
  switch (formula.kind) {
    case Formula::Kind::True: return constant(false);
    case Formula::Kind::False: return constant(true);
    case Formula::Kind::Opaque: return formula;
    case Formula::Kind::Test: return leaf(negate_test(std::move(formula.test)));
    case Formula::Kind::And:
    case Formula::Kind::Or: break;
  }
  for (Formula& child : formula.children) child = negate(std::move(child));
  formula.kind = formula.kind == Formula::Kind::And ? Formula::Kind::Or : Formula::Kind::And;
  return formula;
}

std::vector<std::string> variable_keys(const Test& test) {
  std::vector<std::string> keys;
  for (const Text& text : test.values) {
    for (const Part& part : text) {
      if (part.kind == Part::Kind::Key) keys.push_back(part.text);
    }
  }
  return keys;
}

bool has_variables(const Text& text) {
  for (const Part& part : text) {
    if (part.kind == Part::Kind::Key) return true;
  }
  return false;
}

Formula never(const std::string& key, Test::Elements elements) {
  Test test;
  test.elements = elements;
  test.key = key;
  test.match = Match::Glob;
  test.negated = true;
  test.values.push_back({{Part::Kind::Glob, "*"}});
  return leaf(std::move(test));
}

bool is_never(const Test& test) {
  const bool everything = test.values.size() == 1 && test.values[0] == Text{{Part::Kind::Glob, "*"}};
  return test.match == Match::Glob && test.negated && !test.on_missing && everything &&
         test.elements != Test::Elements::All;
}

Text literal(std::string text) { return {{Part::Kind::Literal, std::move(text)}}; }

}  // namespace berm::documents
