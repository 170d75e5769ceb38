// A sieve that clears nothing, and the rules of a module.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "reference/reference.h"
#include "runtime/stream/check.h"

namespace berm::agreement {

class ModuleRules : public stream::Rules {
 public:
  ModuleRules(std::vector<const ir::Rule*> rules, const SourceSet& sources)
      : rules_(std::move(rules)), sources_(sources) {}
  size_t size() const override { return rules_.size(); }
  bool judged(size_t) const override { return true; }
  report::RuleResult describe(size_t rule) override;
  const ir::Rule& rule(size_t rule) override { return *rules_[rule]; }
  const SourceSet& sources() override { return sources_; }

 private:
  std::vector<const ir::Rule*> rules_;
  const SourceSet& sources_;
};

class KeepAll : public stream::Sieves {
 public:
  explicit KeepAll(const std::vector<const ir::Rule*>& rules);
  const eval::TypePlan* type(std::string_view type_of) const override;
  std::span<const eval::TypePlan> types() const override { return types_; }
  eval::Wanted wanted(const eval::TypePlan& type, const facts::ResourceChange& change,
                      eval::Place place) const override;
  std::unique_ptr<stream::Sieve> make() const override;
  // Those that look at it.
  void look(const facts::ResourceChange& change, eval::Place place, std::vector<uint32_t>& kept) const;

 private:
  const std::vector<const ir::Rule*>& rules_;
  std::vector<std::string> names_;
  std::vector<eval::TypePlan> types_;
  std::map<std::string, const eval::TypePlan*, std::less<>> by_name_;
};

}  // namespace berm::agreement
