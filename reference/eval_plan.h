// Evaluates an expression on one change of a plan, in three-valued logic.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reference/coverage.h"
#include "reference/path.h"
#include "reference/plan_context.h"
#include "reference/trail.h"
#include "reference/value.h"
#include "runtime/relations/relations.h"

namespace berm::reference {

class Trace;

// What a variable of a clause stands for.
struct Resource {
  const facts::ResourceChange* change = nullptr;  // null: the plan has none that is proven to be it
  Element root;  // what its attributes are read from; its path is what theirs begin with
};

class PlanEvaluator {
 public:
  // `variable` is the clause's resource. `reads_before`: of a deletion, whose values are those before the change.
  PlanEvaluator(PlanContext& context, ir::Variable variable, const facts::ResourceChange& change, bool reads_before);

  // The resource that the clause's own belongs to.
  void set_subject(const ir::Subject& subject) { subject_ = &subject; }

  // From now on `assume unset x.a = V` holds, and what relations rest on.
  void assume(const std::vector<ir::Assumption>& assumptions) { assumptions_ = &assumptions; }
  // From now on operands are told to `recorder`.
  void record(Recorder recorder) { recorder_ = recorder; }
  // Assumptions that decided.
  const std::vector<Used>& used() const { return used_; }

  // From now on each step is written down.
  void trace(Trace& trace) { trace_ = &trace; }

  Result evaluate(const ir::Expr& expr);
  // As a condition: a boolean, or unknown.
  Result test(const ir::Expr& expr) { return as_condition(evaluate(expr)); }
  // Reads that decided: where one operand of an `or` is true, only its own count, and so on.
  const std::vector<Read>& reads() const { return reads_; }

  // A `say`: unknown and sensitive parts are shown as such.
  std::string render(const ir::Expr& expr);

 private:
  // What was read, and assumed, so far.
  struct Trail {
    size_t reads, used;
  };
  Trail trail() const { return {reads_.size(), used_.size()}; }
  // Drops what came since `from`, but for what came since `kept`: that alone decided.
  void keep_since(const Trail& from, const Trail& kept);
  void drop_reads(const Trail& since) { reads_.resize(since.reads); }
  void use(Used used);

  // eval_trace.cpp
  Result traced(const ir::Expr& expr);

  // eval_plan.cpp
  Result compute(const ir::Expr& expr);
  Result logic(const ir::Expr& expr, bool decisive);
  Result coalesce(const ir::Expr& expr);
  Result compare(const ir::Expr& expr);
  Result not_compared(const Result& left, const Result& right, ir::Type type);
  Result in(const ir::Expr& expr);
  Result matches(const ir::Expr& expr);
  Result list(const ir::Expr& expr);
  Result concat(const ir::Expr& expr, bool pattern);
  Result pattern(const ir::Expr& expr);
  Result path(const ir::Expr& expr);
  Result before(const ir::Expr& expr);
  Result index(const ir::Expr& expr);

  // eval_path.cpp
  // Null: the variable is none of a resource.
  const Resource* resource(ir::Variable variable);
  // Where an attribute begins to be read from, and how it goes on.
  struct Start {
    Element element;
    std::span<const ir::Step> steps;
  };
  std::optional<Start> start_of(const ir::Expr& expr);
  Result read(const ir::Expr& expr);
  // The same, whatever is assumed.
  Result read_plain(const ir::Expr& expr);
  // What stood there before the change.
  Result read_before(const Resource& resource, std::span<const ir::Step> steps);
  Result walk(Element start, std::span<const ir::Step> steps);
  Element take(const Element& element, const ir::Step& step);
  // Visits the elements of a sequence until `visit` says no. Yields an unknown where there may be more of them than
  // were visited, else null.
  Result for_each(const Result& sequence, const Visit& visit);
  struct Tour;  // where for_each is
  bool visit(Tour& tour, Element element, std::span<const ir::Step> steps);
  Element assumed(const Resource& resource, const ir::Expr& expr, size_t& first);
  bool fits_before(const Resource& resource, const ir::Expr& path, const Value& value);

  // eval_quantifier.cpp
  Result quantifier(const ir::Expr& expr, bool decisive);
  Result test_element(std::string_view path, const ir::Expr& body);
  // As many values of a sequence as anyone will be shown.
  Value sample(const Result& sequence);
  Result count(const ir::Expr& expr);
  void record_collection(const ir::Expr& expr, const Result& collection);

  // eval_change.cpp
  Result call(const ir::Expr& expr);
  Result apply_builtin(const ir::Expr& expr);
  Result length(const ir::Expr& argument);
  bool has_unknown_part(const Result& result);
  bool has_sensitive_element(const Result& result);
  Value as_value(const Result& result);
  Result about(const ir::Expr& expr, const Resource& resource);
  Result action(const Resource& resource, uint8_t all_of);
  Result changed(const ir::Expr& argument);
  Result is_known(const ir::Expr& argument);
  Result is_sensitive(const ir::Expr& argument);
  Result configured(const ir::Expr& argument);
  Result tags(const Resource& resource);

  // eval_replace.cpp
  Result forces_replace(const ir::Expr& argument);
  Tri leads_to(const Value& replace_path, std::span<const ir::Step> steps);

  // eval_refers.cpp
  Result refers(const ir::Expr& expr);
  relations::Reading refers(Start start, const facts::ResourceChange& to);
  relations::Reading refers_within(const Element& collection, std::span<const ir::Step> steps,
                                   const facts::ResourceChange& to);
  relations::Reading refers_at(const Element& element, bool exact, const facts::ResourceChange& to);
  relations::Reading without_assumption(relations::Reading reading) const;
  void append(Element& element, std::span<const ir::Step>& steps);

  // eval_subject.cpp
  Resource resolve(const ir::Subject& subject);
  Resource unresolved(const ir::Subject& subject, std::string path, bool several, const std::string& doubt);
  std::vector<const facts::ResourceChange*> subjects(const ir::Subject& subject);

  // eval_policy.cpp
  Result statements(const ir::Expr& argument);
  Result policy_findings(const ir::Expr& argument);
  Result grants(const ir::Expr& expr);
  Result policy_text(const ir::Expr& argument);
  const Policy* policy(Result& text);
  const Policy* planned_policy(const Result& text);

  // eval_join.cpp
  Result exists(const ir::Expr& expr);
  Result count_of(const ir::Expr& expr);
  // Binds each candidate in turn and judges the body, until `visit` says no.
  using Judged = std::function<bool(Result body, const Trail& before)>;
  // By what an index left something out: by a place of `from`, or by a place of all that can refer to `to`.
  struct LeftOut {
    const facts::ResourceChange *from = nullptr, *to = nullptr;
    std::string place = {};
  };
  // What was not visited, and why.
  struct Unseen {
    LeftOut left_out = {};
    std::string_view uncertain = {};  // empty where nothing else stands in the way
  };
  Unseen judge_each(const ir::Expr& join, const Judged& visit);
  // `relation` is empty where nothing is assumed.
  Used assumed_of(const ir::Expr& join, const LeftOut& left_out);
  std::string_view may_be_more(const ir::Expr& join, const Unseen& unseen, const Used& assumed);
  Result once(const ir::Expr& expr, Result (PlanEvaluator::*judge)(const ir::Expr&));
  struct Candidates {
    std::vector<const facts::ResourceChange*> all;
    LeftOut left_out = {};
  };
  Candidates candidates(const ir::Expr& expr);
  using Found = std::optional<Candidates>;
  bool is_after(const Element& element) const;
  Found look_up(const ir::Expr& join, const ir::Expr& conjunct);
  Found look_up_reference(const ir::Expr& join, const ir::Expr& refers);
  Found look_up_text(const ir::Expr& join, const ir::Expr& attribute, const ir::Expr& text);

  PlanContext& context_;
  ir::Variable variable_;
  bool reads_before_;
  std::map<ir::Variable, Resource> resources_;
  Recorder recorder_;
  Trace* trace_ = nullptr;
  const ir::Subject* subject_ = nullptr;
  const std::vector<ir::Assumption>* assumptions_ = nullptr;  // null: nothing is assumed
  std::vector<Used> used_;
  std::vector<Read> reads_;
  std::map<ir::Variable, Element> bound_;
  Value constant(const ir::Value& value);

  // Constants stay; what an iteration makes goes with it.
  Arena kept_;
  std::map<const ir::Value*, Value> constants_;
  Arena arena_;
};

}  // namespace berm::reference
