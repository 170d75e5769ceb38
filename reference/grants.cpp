#include "reference/grants.h"

#include <algorithm>

#include "reference/statement_scope.h"

namespace berm::reference {
namespace {

constexpr std::string_view kMore = "may have statements that the plan does not show";
constexpr std::string_view kHoles = "has parts that decide and can't be judged";
constexpr std::string_view kDenied = "grants it, but a `Deny` may take it away";

// A statement and one resource of the grant.
struct Scope {
  const Value* statement;
  Tri allows = Tri::False;  // whatever the action
  Tri denies = Tri::False;
};

Tri whole(Cover cover) {
  return cover == Cover::Whole ? Tri::True : cover == Cover::Unclear ? Tri::Unknown : Tri::False;
}

Tri taken(Cover cover) { return cover == Cover::Whole ? Tri::True : cover == Cover::None ? Tri::False : Tri::Unknown; }

class GrantJudge {
 public:
  GrantJudge(const Policy& policy, const ir::Grant& grant) : policy_(policy), grant_(grant) {
    if (grant.resources.empty()) return;
    for (const std::string& resource : grant.resources) scopes_.push_back(scopes_of(resource));
  }

  // No action can change that.
  bool grants_nothing() const {
    if (policy_.open) return false;
    auto allows = [&](const Value& statement) { return may_allow(statement); };
    return std::ranges::none_of(policy_.statements.list(), allows);
  }

  // What holds of one action holds of each: whatever a statement says, it says of all.
  bool same_for_all() const {
    auto is_star = [](const Value& action) { return action.kind == ValueKind::String && action.string() == "*"; };
    return std::ranges::all_of(policy_.statements.list(), [&](const Value& statement) {
      const Value& actions = *statement.find("actions");
      return actions.kind == ValueKind::List && std::ranges::any_of(actions.list(), is_star);
    });
  }

  Granted judge(std::string_view action) const {
    Granted all{Tri::True, std::string(action), {}};
    if (grant_.resources.empty()) return somewhere(action);
    for (const std::vector<Scope>& scopes : scopes_) {
      Granted one = conclude(allowed(scopes, action), denied(scopes, action));
      if (one.answer < all.answer) all = {one.answer, std::string(action), one.why};
    }
    return all;
  }

 private:
  bool may_allow(const Value& statement) const {
    Tri open = both(has_effect(statement, "Allow"), both(grantee(statement), is_unconditional(statement, grant_)));
    auto covers = [&](const std::string& resource) {
      return both(open, resource_allowed(statement, resource)) != Tri::False;
    };
    return open != Tri::False && std::ranges::all_of(grant_.resources, covers);
  }

  // Somebody is anybody that an `Allow` names.
  Tri grantee(const Value& statement) const {
    Cover cover = covers_grantee(statement, grant_);
    bool named = grant_.to == ir::Grant::To::Somebody && cover != Cover::None;
    return named ? Tri::True : whole(cover);
  }

  // All resources but some are too many to call it nothing.
  static Tri resource_allowed(const Value& statement, const std::string& resource) {
    const Value& excepted = *statement.find("not_resources");
    bool all_but = excepted.kind == ValueKind::List && excepted.size > 0;
    Cover cover = covers_resource(statement, resource);
    return all_but && cover == Cover::Part ? Tri::Unknown : whole(cover);
  }

  Scope scope_of(const Value& statement, const std::string& resource) const {
    Scope scope{&statement};
    scope.allows = both(both(has_effect(statement, "Allow"), grantee(statement)),
                        both(is_unconditional(statement, grant_), resource_allowed(statement, resource)));
    scope.denies = both(has_effect(statement, "Deny"), denies(statement, covers_resource(statement, resource)));
    return scope;
  }

  Tri denies(const Value& statement, Cover resource) const {
    Cover who = covers_grantee(statement, grant_), when = conditions_cover(statement, grant_);
    return both(taken(resource), both(taken(who), taken(when)));
  }

  std::vector<Scope> scopes_of(const std::string& resource) const {
    std::vector<Scope> scopes;
    for (const Value& statement : policy_.statements.list()) scopes.push_back(scope_of(statement, resource));
    return scopes;
  }

  Tri allowed(const std::vector<Scope>& scopes, std::string_view action) const {
    Tri answer = policy_.open ? Tri::Unknown : Tri::False;
    for (const Scope& scope : scopes) {
      if (scope.allows > answer) answer = either(answer, both(scope.allows, acts_on(*scope.statement, action)));
    }
    return answer;
  }

  Tri denied(const std::vector<Scope>& scopes, std::string_view action) const {
    Tri answer = policy_.open ? Tri::Unknown : Tri::False;
    for (const Scope& scope : scopes) {
      if (scope.denies > answer) answer = either(answer, both(scope.denies, acts_on(*scope.statement, action)));
    }
    return answer;
  }

  // On some resource: one that a statement allows and no other denies wholly.
  Granted somewhere(std::string_view action) const {
    Granted best = conclude(policy_.open ? Tri::Unknown : Tri::False, Tri::False);
    for (const Value& statement : policy_.statements.list()) {
      Tri open = both(both(has_effect(statement, "Allow"), grantee(statement)), is_unconditional(statement, grant_));
      Tri allows = both(open, acts_on(statement, action));
      if (allows <= best.answer) continue;
      for (const std::string& resource : resources_of(statement)) {
        Granted one = conclude(allows, denied_wholly(resource, action));
        if (one.answer > best.answer || best.why.empty()) best = {one.answer, std::string(action), one.why};
      }
    }
    return best;
  }

  // Those that a statement names; where it names none, or not all, whatever there is.
  static std::vector<std::string> resources_of(const Value& statement) {
    std::vector<std::string> out;
    const Value& listed = *statement.find("resources");
    if (listed.kind == ValueKind::List) {
      for (const Value& each : listed.list()) {
        if (each.kind == ValueKind::String) out.emplace_back(each.string());
      }
    }
    if (out.empty()) out.emplace_back("*");
    return out;
  }

  Tri denied_wholly(const std::string& resource, std::string_view action) const {
    Tri answer = policy_.open ? Tri::Unknown : Tri::False;
    for (const Value& statement : policy_.statements.list()) {
      Cover cover = covers_resource(statement, resource);
      if (cover == Cover::Part) continue;
      Tri scope = both(has_effect(statement, "Deny"), denies(statement, cover));
      answer = either(answer, both(scope, acts_on(statement, action)));
    }
    return answer;
  }

  Granted conclude(Tri allowed, Tri denied) const {
    Tri answer = both(allowed, negate(denied));
    if (answer != Tri::Unknown) return {answer, "", {}};
    return {answer, "", policy_.open ? kMore : allowed == Tri::Unknown ? kHoles : kDenied};
  }

  const Policy& policy_;
  const ir::Grant& grant_;
  std::vector<std::vector<Scope>> scopes_;  // of each resource of the grant
};

}  // namespace

Granted grants(const Policy& policy, const ir::Grant& grant, std::span<const std::string_view> actions) {
  GrantJudge judge(policy, grant);
  if (actions.empty() || judge.grants_nothing()) return {};
  // What decides whatever the other actions are.
  Tri decisive = tri(!grant.every_action);
  Granted answer{negate(decisive), "", {}};
  size_t asked = judge.same_for_all() ? 1 : actions.size();
  for (size_t i = 0; i < asked; ++i) {
    Granted one = judge.judge(actions[i]);
    if (one.answer == decisive) return one;
    if (one.answer == Tri::Unknown && answer.answer != Tri::Unknown) answer = one;
  }
  if (answer.answer == Tri::True) answer.action = actions.front();
  return answer;
}

}  // namespace berm::reference
