// The rules of a program as IR again, to explain what the fast engines found. One rule at a time: a plan of which
// nothing needs an explanation costs none.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "ir/ir.h"
#include "program/program.h"
#include "runtime/report/verdict.h"

namespace berm::load {

// What the manifest said of checks.
struct Settings {
  std::string project;
  report::Severity block_at = report::Severity::High;
  std::string account;  // twelve digits, or empty
  bool require_match = false;
  std::string waivers;  // relative to the project's folder, or empty
};

// Rules, by their number in the program. The program has to outlive it. Not for several threads at once.
class Rules {
 public:
  // `folder` is that of the project: the paths of its sources begin with it again. Empty: they stay relative.
  explicit Rules(const program::Program& program, std::string folder = "");
  ~Rules();
  Rules(const Rules&) = delete;
  Rules& operator=(const Rules&) = delete;

  Settings settings() const;
  size_t size() const;
  std::string_view name(size_t rule) const;
  bool checked(size_t rule) const;           // `berm check` judges it
  bool standard_library(size_t rule) const;  // declared by std.*
  ir::Severity severity(size_t rule) const;
  ir::Verb verb(size_t rule) const;
  bool judges_plans(size_t rule) const;  // it has clauses about planned changes

  // What a report says of it before it is judged; as reference/ describes the same rule.
  report::RuleResult describe(size_t rule) const;

  // Rebuilt when first asked for, and kept. What rules share is shared again.
  const ir::Rule& rule(size_t rule);
  // The texts that rules stand in; made when first asked for.
  const SourceSet& sources();

  // All of them, in the program's order.
  const ir::Module& module();

 private:
  struct Rebuilt;
  const program::Program& program_;
  std::string folder_;
  std::unique_ptr<Rebuilt> rebuilt_;
};

}  // namespace berm::load
