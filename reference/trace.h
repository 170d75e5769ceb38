// Writes down what an evaluator does, for explanations. Internal to this folder.
#pragma once

#include <string>
#include <vector>

#include "base/source.h"
#include "reference/trail.h"
#include "runtime/report/explanation.h"

namespace berm::reference {

class Trace {
 public:
  explicit Trace(const SourceSet& sources) : sources_(sources) {}

  // Around each expression; `shown` is its value as reports show it, `note` what it rests on.
  void enter(const ir::Expr& expr);
  void leave(const Result& result, std::string shown, std::string note);

  // Around each element that a quantifier or a join visits.
  void enter_element(const std::string& path);
  void leave_element(const Result& body);
  // After the last of them: the one that decided stays, or the first few.
  void leave_elements(bool decided);

  std::vector<report::Step> take();

 private:
  struct Open {
    report::Step step;
    size_t elements = 0;  // visited
    bool silent = false;  // a constant says itself
    bool hidden = false;  // its parts stand in its place
  };
  void close(report::Step step, bool silent);

  const SourceSet& sources_;
  std::vector<Open> open_ = {{}};
  const ir::Expr* negated_ = nullptr;  // comes next, and is shown by its negation
};

}  // namespace berm::reference
