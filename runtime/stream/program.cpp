#include "runtime/stream/program.h"

#include "reference/describe.h"

namespace berm::stream {
namespace {

std::vector<bool> marks(const std::vector<uint32_t>& numbers, size_t size) {
  std::vector<bool> out(size);
  for (uint32_t number : numbers) out[number] = true;
  return out;
}

class Loaded : public Rules {
 public:
  Loaded(load::Rules& rules, const std::vector<bool>& judged) : rules_(rules), judged_(judged) {}
  size_t size() const override { return rules_.size(); }
  bool judged(size_t rule) const override { return judged_[rule]; }
  const ir::Rule& rule(size_t rule) override { return rules_.rule(rule); }
  const SourceSet& sources() override { return rules_.sources(); }
  report::RuleResult describe(size_t rule) override {
    report::RuleResult result = rules_.describe(rule);
    if (rules_.judges_plans(rule)) return result;
    result.verdict = report::Verdict::NotJudgedHere;
    result.reason = reference::reason_not_judged(rules_.verb(rule));
    return result;
  }

 private:
  load::Rules& rules_;
  const std::vector<bool>& judged_;
};

class OfFilter : public Sieve {
 public:
  explicit OfFilter(const eval::Code& code) : filter_(code) {}
  void look(const eval::TypePlan& type, const facts::ResourceChange& change, eval::Place place,
            std::vector<uint32_t>& kept) override {
    filter_.look(type, change, place, kept);
  }
  void add_cleared(std::span<uint32_t> judged) const override { filter_.add_cleared(judged); }

 private:
  eval::Filter filter_;
};

class Filters : public Sieves {
 public:
  Filters(const program::Program& program, const std::vector<bool>& judged) : code_(program, judged) {}
  const eval::TypePlan* type(std::string_view type_of) const override { return code_.type(type_of); }
  std::span<const eval::TypePlan> types() const override { return code_.types(); }
  eval::Wanted wanted(const eval::TypePlan& type, const facts::ResourceChange& change,
                      eval::Place place) const override {
    return code_.wanted(type, change, place);
  }
  std::unique_ptr<Sieve> make() const override { return std::make_unique<OfFilter>(code_); }

 private:
  eval::Code code_;
};

}  // namespace

struct Judge::Impl {
  Impl(const program::Program& program, load::Rules& loaded, const std::vector<uint32_t>& numbers)
      : judged(marks(numbers, loaded.size())), rules(loaded, judged), filters(program, judged) {}

  std::vector<bool> judged;
  Loaded rules;
  Filters filters;
};

Judge::Judge(const program::Program& program, load::Rules& rules, const std::vector<uint32_t>& judged)
    : impl_(std::make_unique<Impl>(program, rules, judged)) {}
Judge::~Judge() = default;

std::optional<report::CheckResult> Judge::check(const std::string& path, const Options& options,
                                                Diagnostics& diagnostics) {
  return stream::check(impl_->rules, impl_->filters, path, options, diagnostics);
}

std::optional<report::CheckResult> Judge::check_text(std::string_view text, const std::string& name,
                                                     const Options& options, Diagnostics& diagnostics) {
  return stream::check_text(impl_->rules, impl_->filters, text, name, options, diagnostics);
}

}  // namespace berm::stream
