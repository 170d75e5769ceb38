#include "compiler/documents/statements.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "base/glob.h"
#include "base/lists.h"
#include "base/text.h"
#include "compiler/documents/actions.h"
#include "compiler/documents/condition.h"
#include "compiler/documents/conjuncts.h"
#include "compiler/documents/legs.h"
#include "compiler/documents/outcome.h"
#include "compiler/documents/resources.h"
#include "compiler/documents/wide_patterns.h"

namespace berm::documents {
namespace {

class ClauseLowering {
 public:
  ClauseLowering(const ir::ActionSet& actions, access::Effect effect, const catalog::Catalog& catalog)
      : actions_(actions), effect_(effect), catalog_(catalog) {}

  void add(const Conjunct& conjunct);
  Lowered take() { return std::move(lowered_); }

 private:
  struct Parts {
    std::vector<Test> on_resource, on_keys;
  };

  WidePatterns add_wide(const std::vector<LegGroup>& groups, const ResourceElement& resources, const Parts& parts);
  void add_actions(const ir::ActionSet& actions, const ResourceElement& resources, const std::vector<Test>& tests);
  void add_group(const LegGroup& group, const ResourceElement& resources, const std::vector<Test>& tests);
  void add_present_only(const LegGroup& group, const ResourceElement& resources, std::vector<Test> tests);
  void emit(const ActionElement& actions, const ResourceElement& resources, const std::vector<Test>& tests);
  bool can_match(const std::string& action, const ResourceElement& resources, const std::vector<Test>& tests) const;
  std::vector<std::string> keys_that_may_be_missing(const Parts& parts) const;
  void miss(std::string words);

  const ir::ActionSet& actions_;
  access::Effect effect_;
  const catalog::Catalog& catalog_;
  std::vector<std::string> split_keys_;  // of the conjunct at hand: absence on a leg that never carries them differs
  Lowered lowered_;
};

void ClauseLowering::miss(std::string words) { add_once(lowered_.missing, std::move(words)); }

bool is_service_key(const catalog::Catalog& catalog, const std::string& key) {
  if (key == kResourceArn) return false;
  const auto found = catalog.condition_key(key);
  return found && !found->global;
}

// Keys whose absence makes a test hold, be it the tested key or a variable of a negated value.
std::vector<std::string> ClauseLowering::keys_that_may_be_missing(const Parts& parts) const {
  std::vector<std::string> keys;
  const auto consider = [&](const Test& test) {
    if (!test.on_missing) return;
    if (is_service_key(catalog_, test.key)) keys.push_back(test.key);
    for (std::string& key : variable_keys(test)) {
      if (is_service_key(catalog_, key)) keys.push_back(std::move(key));
    }
  };
  for (const Test& test : parts.on_keys) consider(test);
  for (const Test& test : parts.on_resource) consider(test);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

std::string few_of(const std::vector<std::string>& names) {
  constexpr size_t kShown = 3;
  if (names.size() <= kShown + 1) return join(names, ", ");
  const std::vector<std::string> shown(names.begin(), names.begin() + kShown);
  return fmt::format("{} and {} more", join(shown, ", "), names.size() - kShown);
}

Test outside_of(const std::vector<std::string>& arns) {
  Test test;
  test.key = kResourceArn;
  test.match = Match::Arn;
  test.negated = test.on_missing = true;
  for (const std::string& arn : arns) test.values.push_back({{Part::Kind::Glob, arn}});
  return test;
}

Test presence_of(const std::string& key) {
  Test test;
  test.key = key;
  test.match = Match::Null;
  test.negated = true;
  return test;
}

void ClauseLowering::add(const Conjunct& conjunct) {
  if (conjunct.reason) return miss(*conjunct.reason);
  Parts parts;
  for (const Test& test : conjunct.tests) {
    (test.key == kResourceArn ? parts.on_resource : parts.on_keys).push_back(test);
  }
  const auto resources = lower_resources(parts.on_resource, catalog_);
  if (const auto* reason = std::get_if<std::string>(&resources)) return miss(*reason);
  const auto& element = std::get<ResourceElement>(resources);

  split_keys_ = keys_that_may_be_missing(parts);
  const auto groups = split_by_legs(actions_, split_keys_, catalog_);
  const WidePatterns wide = add_wide(groups, element, parts);
  ir::ActionSet rest = actions_;
  std::erase_if(rest.items, [&](const ir::ActionItem& item) { return item.plus && wide.covers(item.pattern); });
  for (LegGroup group : groups) {
    for (const std::string& action : group.actions) rest.items.push_back({false, action});
    if (group.separable && !wide.misses(group)) {
      std::erase_if(group.actions, [&](const std::string& action) { return wide.covers(action); });
    }
    if (!group.actions.empty()) add_group(group, element, parts.on_keys);
  }
  add_actions(rest, element, parts.on_keys);
}

WidePatterns ClauseLowering::add_wide(const std::vector<LegGroup>& groups, const ResourceElement& resources,
                                      const Parts& parts) {
  WidePatterns wide = find_wide_patterns(actions_, groups, catalog_);
  if (wide.patterns.empty()) return wide;
  std::vector<Test> tests = parts.on_resource;
  tests.push_back(outside_of(wide.outside));
  const auto scoped = lower_resources(tests, catalog_);
  if (std::holds_alternative<std::string>(scoped)) return {};
  emit({false, wide.patterns}, std::get<ResourceElement>(scoped), parts.on_keys);
  if (!wide.missed.empty()) emit({false, wide.missed}, resources, parts.on_keys);
  miss(fmt::format("{}, on {}", kAddedLater, few_of(wide.outside)));
  return wide;
}

void ClauseLowering::add_actions(const ir::ActionSet& actions, const ResourceElement& resources,
                                 const std::vector<Test>& tests) {
  const LoweredActions lowered = lower_actions(actions, catalog_);
  if (lowered.expanded) miss(std::string(kAddedLater) + ", where their names begin as none of today's do");
  for (const ActionElement& element : lowered.elements) emit(element, resources, tests);
}

void ClauseLowering::add_group(const LegGroup& group, const ResourceElement& resources,
                               const std::vector<Test>& tests) {
  if (group.carrying.empty()) return;
  if (!group.separable) return add_present_only(group, resources, tests);
  const auto scoped = restrict_to(resources, group.carrying, group.others);
  if (std::holds_alternative<std::string>(scoped)) return add_present_only(group, resources, tests);
  emit({false, group.actions}, std::get<ResourceElement>(scoped), tests);
}

// Where ARNs cannot tell the legs apart, the key itself can: it must be there, be it the tested one or a variable.
void ClauseLowering::add_present_only(const LegGroup& group, const ResourceElement& resources,
                                      std::vector<Test> tests) {
  std::vector<std::string> names;
  bool possible = true;
  for (const std::string& key : split_keys_) {
    const bool splits = std::any_of(group.actions.begin(), group.actions.end(), [&](const std::string& name) {
      const auto action = catalog_.action(name);
      return action && catalog_.carries(*action, key) == catalog::Carried::SomeLegs;
    });
    if (!splits) continue;
    names.push_back("`" + key_spelling(key, catalog_) + "`");
    for (Test& test : tests) {
      if (!test.on_missing || test.key != key) continue;
      if (test.match == Match::Null) possible = false;  // it asks for the absence itself
      test.on_missing = false;
    }
    tests.push_back(presence_of(key));
  }
  miss(fmt::format("{} without {}: resource types that never carry it share the ARNs of those that do",
                   few_of(group.actions), join(names, ", ")));
  if (possible && merge_tests(tests)) emit({false, group.actions}, resources, tests);
}

// Whether the catalogue leaves a call of this action that the tests and resources could match.
bool ClauseLowering::can_match(const std::string& action, const ResourceElement& resources,
                               const std::vector<Test>& tests) const {
  const auto known = has_wildcard(action) ? std::nullopt : catalog_.action(action);
  if (!known) return true;
  for (const Test& test : tests) {
    const bool needs_key = !test.on_missing && is_service_key(catalog_, test.key);
    if (needs_key && catalog_.carries(*known, test.key) == catalog::Carried::No) return false;
  }
  if (known->resources.empty()) return resources.negated || resources.everything();
  return std::any_of(known->resources.begin(), known->resources.end(),
                     [&](const catalog::ActionResource& leg) { return touches(resources, leg_pattern(leg.type)); });
}

void ClauseLowering::emit(const ActionElement& actions, const ResourceElement& resources,
                          const std::vector<Test>& tests) {
  if (!resources.negated && resources.patterns.empty()) return;
  access::Statement statement;
  statement.effect = effect_;
  statement.not_action = actions.negated;
  for (const std::string& action : actions.patterns) {
    if (actions.negated || can_match(action, resources, tests)) statement.actions.push_back(action);
  }
  if (statement.actions.empty()) return;
  statement.not_resource = resources.negated;
  statement.resources = resources.patterns;
  auto conditions = render_conditions(tests, catalog_);
  if (auto* reason = std::get_if<std::string>(&conditions)) return miss(std::move(*reason));
  statement.conditions = std::move(std::get<0>(conditions));
  lowered_.statements.push_back(std::move(statement));
}

}  // namespace

Lowered lower_clause(const ir::ActionSet& actions, const Formula& condition, access::Effect effect,
                     const catalog::Catalog& catalog) {
  const auto conjuncts = to_conjuncts(condition);
  if (!conjuncts) {
    Lowered lowered;
    lowered.too_many = true;
    lowered.missing.push_back(fmt::format("the condition would need more than {} statements", kMaxConjuncts));
    return lowered;
  }
  ClauseLowering lowering(actions, effect, catalog);
  for (const Conjunct& conjunct : *conjuncts) lowering.add(conjunct);
  Lowered lowered = lowering.take();
  lowered.statements = merge_statements(std::move(lowered.statements));
  return lowered;
}

}  // namespace berm::documents
