// The rules section: clauses and what they hold. Expressions are in verify_exprs.cpp.
#include <initializer_list>

#include "base/text.h"
#include "program/program.h"
#include "program/verify.h"
#include "program/verify_exprs.h"

namespace berm::program {
namespace {

template <class Enum>
bool is_within(uint8_t number, Enum last) {
  return number <= static_cast<uint8_t>(last);
}

// A vector of tables that may be missing.
template <class T, class Test>
bool all_of(const flatbuffers::Vector<flatbuffers::Offset<T>>* tables, const Test& test) {
  if (tables == nullptr) return true;
  for (const T* table : *tables) {
    if (!test(*table)) return false;
  }
  return true;
}

class RulesVerifier {
 public:
  explicit RulesVerifier(const fb::Program& program) : rules_(*program.rules()), exprs_(program) {}

  std::string problem() {
    if (!check_sources()) return "a source text is too large";
    if (std::string text = exprs_.problem(); !text.empty()) return text;
    for (const fb::Grant* grant : *rules_.grants()) {
      if (!check(*grant)) return "a grant is not one";
    }
    for (const fb::Rule* rule : *rules_.rules()) {
      if (!check(*rule)) return "a rule is not one";
    }
    return exprs_.is_affordable() ? "" : "its rules would take too much memory or time";
  }

 private:
  // A text is kept with the beginnings of its lines.
  bool check_sources() {
    for (const fb::Source* source : *rules_.sources()) {
      exprs_.spend(source->path()->size() + 5ull * source->text()->size());
    }
    return exprs_.is_affordable();
  }

  bool check(const fb::Grant& grant) {
    if (!is_within(grant.to(), ir::Grant::To::Account)) return false;
    const bool of_account = grant.to() == static_cast<uint8_t>(ir::Grant::To::Account);
    if (of_account && !(grant.account() && is_account_id(grant.account()->string_view()))) return false;
    return texts({grant.account()}) && exprs_.actions(grant.actions()) && exprs_.names(grant.resources());
  }

  bool check(const fb::Rule& rule);
  bool check(const fb::PlanClause& clause);

  bool check(const fb::CallClause& clause) {
    return exprs_.actions(clause.actions()) && exprs_.root(clause.condition()) && exprs_.place(clause.place());
  }
  bool check(const fb::TrustClause& clause) {
    return is_within(clause.kind(), ir::TrustedPrincipal::Kind::Service) && texts({clause.value(), clause.account()}) &&
           exprs_.actions(clause.actions()) && exprs_.root(clause.condition());
  }
  bool check(const fb::RequireClause& clause) {
    return exprs_.names(clause.types()) && exprs_.root(clause.where()) && exprs_.root(clause.condition()) &&
           exprs_.place(clause.place());
  }
  bool check(const fb::ExceptedPrincipal& principal) {
    return texts({principal.text()}) && exprs_.names(principal.arns()) && exprs_.names(principal.tag_keys()) &&
           exprs_.place(principal.place());
  }
  bool check_assumptions(const fb::PlanClause& clause);

  // They are shown, and written into reports.
  bool texts(std::initializer_list<const flatbuffers::String*> all) {
    for (const flatbuffers::String* text : all) {
      if (text == nullptr) continue;
      exprs_.spend(text->size());
      if (find_invalid_utf8(text->string_view())) return false;
    }
    return true;
  }

  const fb::Rules& rules_;
  ExprVerifier exprs_;
  uint32_t next_assumption_ = 0;
};

bool RulesVerifier::check(const fb::Rule& rule) {
  const auto is_sound = [this](const auto& clause) {
    exprs_.spend(sizeof(ir::PlanClause));
    return check(clause);
  };
  exprs_.spend(sizeof(ir::Rule));
  return is_within(rule.verb(), ir::Verb::Grant) && is_within(rule.severity(), ir::Severity::Critical) &&
         is_within(rule.if_unknown(), ir::UnknownPolicy::Pass) &&
         texts({rule.name(), rule.package(), rule.team(), rule.text(), rule.doc(), rule.owner(), rule.playbook(),
                rule.remediation(), rule.accept_wider(), rule.hazard()}) &&
         exprs_.root(rule.capped()) && exprs_.names(rule.assumed()) && exprs_.place(rule.place()) &&
         all_of(rule.calls(), is_sound) && all_of(rule.allows(), is_sound) && all_of(rule.trusted(), is_sound) &&
         all_of(rule.plans(), is_sound) && all_of(rule.requires_(), is_sound) && all_of(rule.exceptions(), is_sound);
}

bool RulesVerifier::check(const fb::PlanClause& clause) {
  if (!is_within(clause.change(), ir::ChangeKind::Drifts) || !texts({clause.hazard()})) return false;
  if (const fb::Subject* subject = clause.subject()) {
    if (!exprs_.names(subject->types()) || !exprs_.attribute(subject->via(), clause.variable())) return false;
  }
  return exprs_.names(clause.types()) && exprs_.root(clause.condition()) && exprs_.root(clause.say()) &&
         check_assumptions(clause) && exprs_.place(clause.place());
}

bool RulesVerifier::check_assumptions(const fb::PlanClause& clause) {
  const fb::Slice* slice = clause.assumptions();
  if (!ExprVerifier::follows(slice, next_assumption_, rules_.assumptions()->size())) return false;
  for (uint32_t i = 0; i < slice->count(); ++i) {
    const fb::Assumption& assumption = *rules_.assumptions()->Get(slice->begin() + i);
    if (!exprs_.attribute(assumption.path(), clause.variable()) || !exprs_.constant(assumption.value())) return false;
  }
  return true;
}

}  // namespace

std::string problem_of_rules(const fb::Program& program) { return RulesVerifier(program).problem(); }

}  // namespace berm::program
