// What the parts of `check` share. Each construct's member functions stand in check_<construct>.cpp.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "catalog/catalog.h"
#include "compiler/ast/ast.h"
#include "compiler/check/callers.h"
#include "compiler/check/check.h"
#include "compiler/check/expressions.h"
#include "compiler/check/storage.h"
#include "compiler/check/symbols.h"
#include "compiler/check/way_in.h"
#include "ir/ir.h"

namespace berm::check {

// `team payments { … }`, checked.
struct Team {
  std::string name;
  bool has_principals = false;
  std::vector<Caller> callers;
  std::vector<std::pair<std::string, Span>> storage;
  const ir::Expr* constant = nullptr;  // of its fields, for expressions
  Span span;
};

// Where something stands: whose names it sees.
struct Place {
  size_t file = 0;
  const Scope* scope = nullptr;
  const Team* team = nullptr;  // in `for team t`
  std::string_view team_variable;
  bool unprotected = false;  // in a rule with @unprotected
};

// How many of the actions must carry a tested key: each that is named in full and one of every pattern, or one in all.
enum class KeyCarrier : uint8_t { Each, Some };

// What stands behind `on`, `within` or `to`: `arn` is the test of an ARN; else a storage prefix.
struct Target {
  const ir::Expr* arn = nullptr;
  std::optional<StoragePrefix> storage;
  Span span;
};

struct Hazard {
  struct Plan {
    ir::PlanClause clause;
    std::vector<ast::Name> types;
    std::vector<ast::Name> subject_types;  // of the clause's `of`
  };
  std::vector<ir::CallClause> calls;
  std::vector<Plan> plans;
};

// What is made of a declaration when it is first needed; asking while it is being made is a cycle.
template <class T>
struct Made {
  enum class State : uint8_t { Running, Done } state = State::Running;
  T value;
};

class Checker {
 public:
  Checker(const Input& input, const SourceSet& sources, const catalog::Catalog& catalog, Diagnostics& diagnostics,
          ir::Module& module);
  void run();

 private:
  // check.cpp
  Diagnostic& report(DiagnosticKind kind, std::string message, Span at);
  void report_cycle(const Symbol& symbol, std::string_view what, Span at);
  void report_annotations_outside_rules();
  // The text as written, white space folded and comments left out.
  std::string folded(Span span) const;
  const Symbol* named(const ast::Expr& expr, const Place& place, SymbolKind kind, std::string_view wanted);

  // check_values.cpp: params and lets
  void check_values();
  void check_manifest_params();
  // The names that files see from the outermost scope on; marks the imports that `expr` uses.
  const Scope& scope_for(size_t file, const ast::Expr& expr);
  void use_names(size_t file, const ast::Expr& expr);
  void use_names(size_t file, const ast::GrantTest& grant);
  void warn_of_other_partition(size_t file, const ast::Expr& text);
  const Binding* value_of(const Symbol& symbol, Span use);
  Binding make_value(const Symbol& symbol);
  Binding make_param(const Symbol& symbol, const ast::ParamDecl& decl);
  Binding make_let(const Symbol& symbol, const ast::LetDecl& decl);
  const ParamValue* manifest_value(const Symbol& symbol);
  void declare_visible_values();
  void declare_value(size_t file, const std::string& name, const Symbol& symbol, Span use);
  std::optional<ir::Value> constant(const ast::Expr& expr, const Place& place, const Type& expected);
  // A string, or each of a list of strings; `what` says in words what they are.
  std::optional<std::vector<std::string>> texts(const ast::Expr& expr, const Place& place, ir::Type kind,
                                                std::string_view what, DiagnosticKind invalid);

  // check_resources.cpp: declare resource
  void check_declared_resources();

  // check_actions.cpp
  ir::ActionSet lower(const ast::Actions& actions, size_t file);
  const ir::ActionSet* action_set(const Symbol& symbol, Span use);
  bool check_pattern(const ast::ActionItem& item);
  void report_unknown_action(const ast::ActionItem& item);
  bool check_spelling(const ast::ActionItem& item);
  // Applies `items` after those of `set`, as one: a minus inside of them takes away nothing that `set` has.
  void append(ir::ActionSet& set, bool plus, const ir::ActionSet& items, Span span);
  bool denotes_actions(const ir::ActionSet& set) const;
  void require_actions(const ir::ActionSet& set, Span span);

  // check_principals.cpp
  std::vector<Caller> lower(const ast::Who& who, const Place& place);
  // The same where nobody at all is a mistake: reported.
  std::vector<Caller> somebody(const ast::Who& who, const Place& place);
  std::vector<Caller> lower(const ast::PrincipalTerm& term, const Place& place);
  std::vector<Caller> lower_kind(const ast::PrincipalTerm& term, const Place& place);
  std::vector<Caller> lower_named(const ast::PrincipalTerm& term, const Place& place);
  const std::vector<Caller>* principal(const Symbol& symbol, Span use);
  void narrow(Caller& caller, const ast::Narrowing& narrowing, const Place& place);
  void narrow_mfa(Caller& caller, const ast::Narrowing& narrowing, const Place& place);
  // A second factor, at most `within` seconds old.
  std::vector<const ir::Expr*> mfa_tests(std::optional<int64_t> within, Span span);
  std::optional<int64_t> seconds(const ast::Expr& duration, const Place& place);
  void narrow_tagged(Caller& caller, const ast::Narrowing& narrowing, const Place& place);
  // True of any of them; null where one of them is anyone.
  const ir::Expr* any_of(const std::vector<Caller>& callers, Span span);

  // check_hazards.cpp
  // Null: it includes itself (reported).
  const Hazard* hazard(const Symbol& symbol, Span use);
  void include(const ast::DottedName& name, size_t file, Hazard& out);
  Hazard make_hazard(const Symbol& symbol, const ast::HazardDecl& decl);
  ir::CallClause lower(const ast::CallsClause& clause, size_t file);
  Hazard::Plan lower(const ast::PlanClause& clause, const Symbol& hazard);
  void lower_subject(const ast::SubjectOf& subject, Scope& scope, Hazard::Plan& out);
  void lower_assumption(const ast::Assumption& assumption, size_t file, const Scope& scope, ir::PlanClause& out);
  // A test of a key that no leg of its actions carries never holds.
  void check_keys(const ir::ActionSet& actions, const ir::Expr* condition, Span span, KeyCarrier carrier);
  void check_each_carries(const ir::ActionSet& actions, const std::string& key, Span span);
  void check_some_carries(const ir::ActionSet& actions, const std::string& key, Span span);
  bool is_carried(const ir::ActionItem& item, const std::string& key) const;

  // check_teams.cpp
  void check_teams();
  Team make_team(const Symbol& symbol, const ast::TeamDecl& decl);
  void check_field(const ast::TeamDecl::Field& field, const Place& place, Team& team, ir::ValueMap& values);
  void check_storage_field(const ast::TeamDecl::Field& field, const Place& place, Team& team, ir::ValueMap& values);
  void check_storage_overlaps();

  // check_rules.cpp
  void check_rules();
  void check_rule(const Symbol& symbol, const ast::RuleDecl& decl);
  void check_rule_for(const Symbol& symbol, const ast::RuleDecl& decl, const Team* team);
  ir::Rule rule_head(const Symbol& symbol, const ast::RuleDecl& decl, const Team* team);
  void check_accept_wider(const ast::RuleDecl& decl, const Place& place, ir::Rule& rule);
  void report_empty(const ast::RuleDecl& decl, std::string message, std::string hint);
  // check_annotations.cpp
  void check_annotations(const ast::RuleDecl& decl, const Place& place, ir::Rule& rule);
  void check_annotation(const ast::Annotation& annotation, const Place& place, ir::Rule& rule);
  void check_severity(const ast::Annotation& annotation, const Place& place, ir::Rule& rule);
  std::string annotation_text(const ast::Annotation& annotation, const Place& place);
  // check_forbid.cpp
  void check_sentence(const ast::RuleDecl& decl, const ast::ForbidSentence& sentence, const Place& place,
                      ir::Rule& rule);
  std::optional<Hazard> forbidden(const ast::ForbidSentence& sentence, const Place& place, ir::Rule& rule);
  void narrow_calls(const ast::ForbidSentence& sentence, const Place& place, Hazard& target);
  // check_require.cpp
  void check_sentence(const ast::RuleDecl& decl, const ast::RequireSentence& sentence, const Place& place,
                      ir::Rule& rule);
  // check_cap.cpp
  void check_sentence(const ast::RuleDecl& decl, const ast::CapSentence& sentence, const Place& place, ir::Rule& rule);
  const ir::Expr* except_from_cap(const ast::Exception& exception, const Place& place, ir::Rule& rule);
  // check_boundary.cpp
  void keep_boundary(const std::vector<Caller>& callers, const std::vector<const ir::Expr*>& not_excepted, Span span,
                     ir::Rule& rule);
  void check_grant(const ast::CapSentence::Grant& grant, const Place& place, ir::Rule& rule);
  void allow_on(const ir::ActionSet& actions, const ast::Expr& target, const Place& place, ir::Rule& rule);
  void allow_on_storage(const ir::ActionSet& actions, const StoragePrefix& storage, Span span, ir::Rule& rule);
  // check_targets.cpp
  std::vector<Target> targets(const ast::Expr& target, const Place& place, std::string_view behind);
  std::optional<Target> target(const ir::Expr& element, Span span, std::string_view behind);
  const ir::Expr* on_arn(const ir::Expr& arn, Span span);
  StorageActions storage_actions(const ir::ActionSet& actions, Span span);
  // Every action on objects or listings.
  StorageActions all_storage_actions(Span span);
  // check_confine.cpp
  void check_sentence(const ast::RuleDecl& decl, const ast::ConfineSentence& sentence, const Place& place,
                      ir::Rule& rule);
  // Without calls: a mistake, reported.
  Hazard confined(const ast::ConfineSentence& sentence, const Place& place);
  std::vector<Target> targets_of(const std::vector<const ast::Expr*>& values, const Place& place,
                                 std::string_view behind);
  Hazard confined_actions(const ast::ConfineSentence& sentence, const Place& place);
  Hazard confined_storage(StorageActions actions, const std::vector<Target>& within, const std::vector<Target>& to,
                          Span span);
  bool check_within(const std::vector<Target>& within, const std::vector<Target>& to);
  // check_confine_region.cpp
  void report_no_place(const ast::ConfineSentence& sentence, std::string_view what);
  Hazard confined_regions(const ast::ConfineSentence& sentence, const Place& place);
  std::vector<std::string> regions_of(const ast::ConfineSentence& sentence, const Place& place);
  void check_lock_out(const ast::ConfineSentence& sentence, const Hazard& target, const Place& place);
  // check_confine_perimeter.cpp
  Hazard confined_networks(const ast::ConfineSentence& sentence, const Place& place);
  Hazard confined_organisation(const ast::ConfineSentence& sentence, const Place& place);
  // check_trust.cpp
  void check_sentence(const ast::RuleDecl& decl, const ast::TrustSentence& sentence, const Place& place,
                      ir::Rule& rule);
  std::vector<std::string> assumed_roles(const ast::Who& roles, const Place& place);
  std::vector<WayIn> ways_in(const ast::TrustSentence& sentence, const Place& place);
  void let_in(const WayIn& way, const ir::Expr* on_role, ir::Rule& rule);
  void shut_out(const std::vector<WayIn>& ways, const ir::Expr* on_role, Span span, ir::Rule& rule);
  // check_timed_grant.cpp
  void check_sentence(const ast::RuleDecl& decl, const ast::GrantSentence& sentence, const Place& place,
                      ir::Rule& rule);
  void check_duration(const ast::GrantSentence& sentence, const Place& place, ir::Rule& rule);
  void check_grant_mfa(const ast::GrantSentence& sentence, const std::vector<Caller>& callers, const Place& place,
                       ir::Rule& rule);
  void except_from_grant(const ast::Exception& exception, const Place& place, ir::Rule& rule);
  // check_exceptions.cpp
  void except_from_forbid(const ast::Exception& exception, const Place& place, Hazard& target, ir::Rule& rule);
  void except_calls(const ast::Exception& exception, const Place& place, Hazard& target);
  void except_subject(const ast::Exception& exception, const Place& place, Hazard& target);
  bool except_owner(const ast::Exception& exception, const Place& place, Hazard::Plan& plan);
  // Those of the types that have the attributes that the exception reads.
  std::vector<ast::Name> subjects(const ast::Exception& exception, const Place& place,
                                  const std::vector<ast::Name>& types, ir::Variable variable);
  void restrict_calls(Hazard& target, const ir::Expr* condition, Span span);
  // Null: nothing to add (a mistake, reported). Fills rule.exceptions.
  const ir::Expr* not_excepted(const ast::Exception& exception, const Place& place, ir::Rule& rule);
  const ir::Expr* not_subject(const ast::Exception& exception, const Place& place, const std::vector<ast::Name>& types,
                              ir::Variable variable);
  const ir::Expr* subject_condition(ExpressionChecker& expressions, const ast::Exception& exception, const Place& place,
                                    const std::vector<ast::Name>& types, ir::Variable variable);
  const ir::Expr* excepted_resource(const ast::Exception& exception, const Place& place);
  void report_misplaced(Span span, std::string message, std::string hint);
  // A key that no call of the hazard carries.
  void check_some_call_carries(const Hazard& target, const ir::Expr* condition, Span span);

  // check_break_glass.cpp
  void check_break_glass();

  // check_tests.cpp
  void check_tests();
  void check_test(const ast::TestDecl& decl, size_t file);
  void check_expectation(const ast::Expectation& expectation, size_t file, bool of_plan, ir::TestStep& step);
  // check_test_call.cpp
  void check_call(const ast::CallCase& call, size_t file, ir::TestStep& step);
  // check_test_plan.cpp
  void check_plan(const ast::PlanCase& plan, size_t file, ir::TestStep& step);

  friend class TestCall;
  friend class IdentityReader;
  friend class TestPlan;
  friend class PlanValues;
  friend class PlanReferences;
  friend class PlanEntities;

  const Input& input_;
  const SourceSet& sources_;
  const catalog::Catalog& catalog_;
  Diagnostics& diagnostics_;
  ir::Module& module_;
  Records records_;
  Record team_record_;
  Symbols symbols_;
  GrantActions grant_actions_;
  std::set<std::pair<size_t, uint32_t>> other_partitions_;  // ARNs warned of, by file and place
  ExpressionChecker expressions_;

  std::vector<Scope> file_scopes_;
  std::map<const Symbol*, Made<Binding>> values_;
  std::map<const Symbol*, Made<ir::ActionSet>> action_sets_;
  std::map<const Symbol*, Made<std::vector<Caller>>> principals_;
  std::map<const Symbol*, Made<Hazard>> hazards_;
  std::vector<Team> teams_;                                       // in order of declaration
  std::map<const Symbol*, std::vector<std::string>> rule_names_;  // a team rule has several
};

}  // namespace berm::check
