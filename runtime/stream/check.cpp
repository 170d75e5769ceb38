#include "runtime/stream/check.h"

#include <algorithm>
#include <map>
#include <thread>

#include "reference/judge.h"
#include "reference/needs.h"
#include "runtime/plan/plan.h"
#include "runtime/relations/relations.h"
#include "runtime/stream/part.h"

namespace berm::stream {
namespace {

using facts::ResourceChange;
using reference::Candidate;
using reference::PlanContext;
using Types = std::set<std::string, std::less<>>;

// A second thread costs more than it saves on less.
constexpr uint64_t kWorthAThread = 4'000'000;
constexpr size_t kWorthReadingApart = 1'000'000;

// Whether some provider says whose account it works in.
bool name_accounts(const facts::Plan& plan) {
  return std::ranges::any_of(plan.providers, [](const facts::ProviderConfig& provider) {
    return !provider.expressions.find("allowed_account_ids")->is_null() ||
           !provider.expressions.find("assume_role")->is_null();
  });
}

class Check {
 public:
  Check(Rules& rules, const Sieves& sieves, const Source& source, const std::string& name, const Options& options)
      : rules_(rules), sieves_(sieves), source_(source), name_(name), options_(options) {}

  std::optional<report::CheckResult> run(Diagnostics& diagnostics) {
    if (source_.size() > plan::kMaxPlanBytes) return whole(diagnostics);
    if (!sift()) return whole(diagnostics);
    auto result = judge();
    return result ? std::move(result) : whole(diagnostics);
  }

 private:
  bool sift();
  std::optional<report::CheckResult> judge();
  std::optional<report::CheckResult> again();
  void find_pairs(const Part& part, PlanContext& context);
  void find_needs();
  bool widen(Parts& parts);
  bool ask_unsure();
  void find_accounts(const Parts& parts, PlanContext& context);
  report::RuleResult judge_pairs(size_t rule, PlanContext& context);
  std::vector<report::RuleResult> judge_pairs(PlanContext& context);
  report::CheckResult start() const;
  std::optional<report::CheckResult> whole(Diagnostics& diagnostics);
  reference::JudgeOptions judging() const { return {.assume = options_.assume, .all = options_.all, .address = ""}; }

  Rules& rules_;
  const Sieves& sieves_;
  const Source& source_;
  const std::string& name_;
  const Options& options_;

  std::optional<Layout> layout_;
  Sifted sifted_;
  std::vector<uint32_t> cleared_, cleared_of_others_;  // by rule
  std::vector<std::vector<Candidate>> pairs_;          // by rule: what the filter could not clear
  std::vector<std::string> accounts_;
  Parts::Wanted wanted_;
  // By rule: it asks for relations only where a policy is not known yet, which judging it shows.
  std::vector<bool> unsure_;
  std::map<size_t, report::RuleResult> judged_;  // what is judged already
  bool two_ = false;                             // threads
  bool indexes_ = false;                         // relations may ask for any resource
  // What is judged.
  std::optional<Part> part_;
  std::unique_ptr<PlanContext> context_;
};

// The pass over the file.
bool Check::sift() {
  two_ = options_.threads == 2 ||
         (options_.threads == 0 && source_.size() > kWorthAThread && std::thread::hardware_concurrency() > 1);
  auto types = sieves_.types();
  indexes_ |= std::ranges::any_of(types, &eval::TypePlan::joined);
  Records records{indexes_, std::ranges::any_of(types, [](auto& type) { return type.name.starts_with("data."); })};
  Crew crew(sieves_, {two_, records, options_.window_bytes});
  layout_ = lay_out(source_, options_.window_bytes, [&](Batch batch) { return crew.take(std::move(batch)); });
  if (!crew.finish() || !layout_) return false;
  sifted_ = crew.sifted();
  cleared_.assign(rules_.size(), 0);
  crew.add_cleared(cleared_);
  return true;
}

std::optional<report::CheckResult> Check::judge() {
  size_t apart_from = options_.threads == 2 ? 0 : two_ ? kWorthReadingApart : SIZE_MAX;
  Parts parts(source_, name_, *layout_, sifted_, sieves_, apart_from);
  part_ = parts.first();
  if (!part_) return std::nullopt;
  context_ = std::make_unique<PlanContext>(part_->plan);
  find_pairs(*part_, *context_);
  find_needs();
  if (wanted_.related() && !indexes_) return again();
  wanted_.accounts = !sifted_.aws_blocks.empty() && name_accounts(part_->plan);
  if (!widen(parts)) return std::nullopt;
  if (ask_unsure()) {
    if (!indexes_) return again();
    if (!widen(parts)) return std::nullopt;
  }
  find_accounts(parts, *context_);
  if (options_.statistics) {
    *options_.statistics = {false, sifted_.kept.size() + sifted_.drift.size(), part_->plan.changes.size(),
                            part_->plan.bytes};
  }
  report::CheckResult result = start();
  result.doubts = reference::doubts_about(part_->plan, sifted_.changes);
  result.accounts = std::move(accounts_);
  result.rules = judge_pairs(*context_);
  return result;
}

// Relations are asked for where none were expected.
std::optional<report::CheckResult> Check::again() {
  indexes_ = true;
  context_.reset();
  wanted_ = {};
  judged_.clear();
  return sift() ? judge() : std::nullopt;
}

// Reads more of the plan, where judging looks at more.
bool Check::widen(Parts& parts) {
  const reference::Needs& needs = wanted_.needs;
  bool kept = !sifted_.kept.empty() || !sifted_.drift.empty();
  if (kept || wanted_.accounts || needs.configuration || needs.providers || wanted_.related()) {
    // Two at once are more than is needed.
    context_.reset();
    part_.reset();
    part_ = parts.with(wanted_);
    if (!part_) return false;
    context_ = std::make_unique<PlanContext>(part_->plan);
    find_pairs(*part_, *context_);
  }
  if (!options_.account.empty()) context_->relations().assume_account(options_.account);
  return true;
}

report::CheckResult Check::start() const {
  report::CheckResult result;
  result.plan_path = name_;
  result.resources = sifted_.resources;
  result.block_at = options_.block_at;
  result.all = options_.all;
  return result;
}

// In the order of reports: changes, deferred ones, data sources that were read while planning, what else the plan
// holds, drift.
void Check::find_pairs(const Part& part, PlanContext& context) {
  pairs_.assign(rules_.size(), {});
  cleared_of_others_.assign(rules_.size(), 0);
  auto add = [&](const Kept& kept, const Candidate& candidate) {
    for (uint32_t i = 0; i < kept.rules; ++i) pairs_[sifted_.rules[kept.first_rule + i]].push_back(candidate);
  };
  const facts::Plan& plan = part.plan;
  for (size_t i = 0; i < plan.changes.size(); ++i) {
    if (part.kept[i]) add(*part.kept[i], {&plan.changes[i]});
  }
  auto sieve = sieves_.make();
  std::vector<uint32_t> rules;
  auto look = [&](const Candidate& candidate, eval::Place place) {
    const eval::TypePlan* type = sieves_.type(facts::type_of(*candidate.change));
    if (!type || !sieves_.wanted(*type, *candidate.change, place).seen) return;
    rules.clear();
    sieve->look(*type, *candidate.change, place, rules);
    for (uint32_t rule : rules) pairs_[rule].push_back(candidate);
  };
  for (const ResourceChange& change : plan.deferred) look({&change}, eval::Place::Planned);
  std::set<std::string> read_early;
  for (const eval::TypePlan& type : sieves_.types()) {
    if (type.name.starts_with("data.")) read_early.emplace(type.name);
  }
  for (const Candidate& candidate : context.candidates(read_early)) {
    if (candidate.read_early) look(candidate, eval::Place::ReadEarly);
  }
  for (const ResourceChange& change : plan.entities) look({&change}, eval::Place::Planned);
  for (size_t i = 0; i < plan.drift.size(); ++i) add(sifted_.drift[i], {&plan.drift[i], true});
  sieve->add_cleared(cleared_of_others_);
}

void Check::find_needs() {
  unsure_.assign(rules_.size(), false);
  Types origins;
  std::vector<bool> left(rules_.size());
  for (uint32_t rule : sifted_.rules) left[rule] = true;
  for (size_t rule = 0; rule < pairs_.size(); ++rule) {
    if (pairs_[rule].empty() && !left[rule]) continue;
    reference::Needs asked = reference::needs_of(rules_.rule(rule));
    unsure_[rule] = !asked.types.empty() && std::ranges::none_of(asked.types, [&](const std::string& name) {
      const eval::TypePlan* type = sieves_.type(name);
      return !type || type->joined;
    });
    if (unsure_[rule]) origins.merge(asked.types);
    if (unsure_[rule]) asked.types.clear();
    wanted_.needs.add(asked);
  }
  // Nobody has to be asked where relations are made anyway.
  if (wanted_.needs.types.empty()) return;
  wanted_.origins = std::move(origins);
  unsure_.assign(rules_.size(), false);
}

// Whether judging them asks for relations after all.
bool Check::ask_unsure() {
  bool any = false;
  for (size_t rule = 0; rule < pairs_.size(); ++rule) {
    if (!unsure_[rule]) continue;
    context_->forget_relations_asked();
    auto result = reference::judge_these(rules_.rule(rule), *context_, pairs_[rule], rules_.sources(), judging());
    if (!context_->relations_asked()) {
      judged_.emplace(rule, std::move(result));
      continue;
    }
    wanted_.origins.merge(reference::needs_of(rules_.rule(rule)).types);
    any = true;
  }
  return any;
}

// As reference::check finds them, each provider once.
void Check::find_accounts(const Parts& parts, PlanContext& context) {
  if (sifted_.aws_blocks.empty()) return;
  Parts::Providers providers{.unknown = true};
  if (wanted_.accounts) providers = parts.aws_providers();
  std::set<std::string> accounts;
  auto add = [&](const facts::ConfigResource* config) {
    ResourceChange change;
    change.type = "aws_";
    change.config = config;
    facts::Value account = context.relations().account_of(change);
    if (account.kind == facts::ValueKind::String && !account.sensitive) accounts.emplace(account.string());
  };
  for (const std::string& key : providers.keys) {
    facts::ConfigResource config;
    config.provider_config_key = key;
    add(&config);
  }
  if (providers.unknown) add(nullptr);
  accounts_.assign(accounts.begin(), accounts.end());
}

report::RuleResult Check::judge_pairs(size_t rule, PlanContext& context) {
  if (pairs_[rule].empty()) return rules_.describe(rule);
  if (auto known = judged_.find(rule); known != judged_.end()) return std::move(known->second);
  return reference::judge_these(rules_.rule(rule), context, pairs_[rule], rules_.sources(), judging());
}

std::vector<report::RuleResult> Check::judge_pairs(PlanContext& context) {
  std::vector<report::RuleResult> results;
  for (size_t rule = 0; rule < pairs_.size(); ++rule) {
    if (!rules_.judged(rule)) continue;
    uint32_t cleared = cleared_[rule] + cleared_of_others_[rule];
    report::RuleResult result = judge_pairs(rule, context);
    result.judged += cleared;
    if (result.verdict != report::Verdict::NotJudgedHere) {
      result.verdict = reference::verdict_of(result.findings, result.judged, options_.all);
    }
    results.push_back(std::move(result));
  }
  reference::sort_by_weight(results);
  return results;
}

// Read by runtime/plan: it says what is wrong with the plan, or takes it.
std::optional<report::CheckResult> Check::whole(Diagnostics& diagnostics) {
  if (options_.statistics) options_.statistics->whole = true;
  if (source_.size() > plan::kMaxPlanBytes) {
    diagnostics.add(DiagnosticKind::PlanLimit, "the plan has more than 4 GB").at(InputPosition{name_});
    return std::nullopt;
  }
  auto plan = plan::read_plan_text(source_.text(), name_, diagnostics);
  if (!plan) return std::nullopt;
  std::vector<const ir::Rule*> judged;
  for (size_t rule = 0; rule < rules_.size(); ++rule) {
    if (rules_.judged(rule)) judged.push_back(&rules_.rule(rule));
  }
  reference::CheckOptions options;
  options.block_at = options_.block_at;
  options.all = options_.all;
  options.account = options_.account;
  options.assume = options_.assume;
  return reference::check(judged, *plan, rules_.sources(), options);
}

}  // namespace

std::optional<report::CheckResult> check(Rules& rules, const Sieves& sieves, const std::string& path,
                                         const Options& options, Diagnostics& diagnostics) {
  auto source = open_source(path, diagnostics);
  if (!source) return std::nullopt;
  return Check(rules, sieves, *source, path, options).run(diagnostics);
}

std::optional<report::CheckResult> check_text(Rules& rules, const Sieves& sieves, std::string_view text,
                                              const std::string& name, const Options& options,
                                              Diagnostics& diagnostics) {
  auto source = source_of(text);
  return Check(rules, sieves, *source, name, options).run(diagnostics);
}

}  // namespace berm::stream
