// Evaluates an expression on one change of a plan, in three-valued logic.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "reference/path.h"
#include "reference/value.h"

namespace berm::reference {

// An attribute that was read on the way to the answer.
struct Read {
  std::string path;
  Value value;
};

class PlanEvaluator {
 public:
  // `variable` is the clause's resource. `reads_before`: of a deletion, whose values are those before the change.
  PlanEvaluator(ir::Variable variable, const facts::ResourceChange& change, bool reads_before);

  // From now on `assume unset x.a = V` holds.
  void assume(const std::vector<ir::Assumption>& assumptions) { assumptions_ = &assumptions; }
  const std::vector<Read>& used_assumptions() const { return used_; }

  Result evaluate(const ir::Expr& expr);
  // Reads that decided: where one operand of an `or` is true, only its own count, and so on.
  const std::vector<Read>& reads() const { return reads_; }

  // A `say`: unknown and sensitive parts are shown as such.
  std::string render(const ir::Expr& expr);

 private:
  // eval_plan.cpp
  Result logic(const ir::Expr& expr, bool decisive);
  Result coalesce(const ir::Expr& expr);
  Result compare(const ir::Expr& expr);
  Result in(const ir::Expr& expr);
  Result matches(const ir::Expr& expr);
  Result list(const ir::Expr& expr);
  Result concat(const ir::Expr& expr, bool pattern);
  Result pattern(const ir::Expr& expr);
  Result path(const ir::Expr& expr);
  Result before(const ir::Expr& expr);
  Result index(const ir::Expr& expr);

  // eval_path.cpp
  Result read(const ir::Expr& expr);
  Result walk(Element start, const std::vector<ir::Step>& steps, size_t first);
  bool take(const ir::Step& step, std::vector<Element>& elements, std::string& open_path);
  Element assumed(const ir::Expr& expr, size_t& first);
  bool fits_before(const ir::Expr& path, const Value& value);

  // eval_quantifier.cpp
  Result quantifier(const ir::Expr& expr, bool decisive);
  Result count(const ir::Expr& expr);
  void record_collection(const ir::Expr& expr, const Result& collection);

  // eval_change.cpp
  Result call(const ir::Expr& expr);
  Result apply_builtin(const ir::Expr& expr);
  Result action(uint8_t all_of);
  Result changed(const ir::Expr& argument);
  Result is_known(const ir::Expr& argument);
  Result is_sensitive(const ir::Expr& argument);
  Tri configured(const ir::Expr& argument) const;
  bool left_unset(const ir::Expr& argument) const;
  Result tags();

  // Drops the reads made since there were `from` of them, but for the last ones, since there were `kept`.
  void keep_reads(size_t from, size_t kept);

  ir::Variable variable_;
  const facts::ResourceChange& change_;
  const Value& root_;
  const std::vector<ir::Assumption>* assumptions_ = nullptr;
  std::vector<Read> used_;
  std::vector<Read> reads_;
  std::map<ir::Variable, Element> bound_;
  Arena arena_;
};

}  // namespace berm::reference
