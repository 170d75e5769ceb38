#include "runtime/stream/check.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <thread>

#include "runtime/plan/plan.h"
#include "runtime/relations/relations.h"
#include "runtime/stream/crew.h"
#include "runtime/stream/jobs.h"
#include "runtime/stream/judging.h"

namespace berm::stream {
namespace {

using facts::ResourceChange;

// A second thread costs more than it saves on less.
constexpr uint64_t kWorthAThread = 4'000'000;

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
  std::vector<std::string> accounts(const Parts& parts, bool named) const;
  std::vector<report::RuleResult> results(std::vector<Piece>& pieces);
  std::optional<report::CheckResult> whole(Diagnostics& diagnostics);

  Rules& rules_;
  const Sieves& sieves_;
  const Source& source_;
  const std::string& name_;
  const Options& options_;

  std::optional<Layout> layout_;
  Sifted sifted_;
  std::vector<uint32_t> cleared_;  // by rule
  std::optional<Threads> threads_;
  bool indexes_ = false;  // relations may ask for any resource
};

// The pass over the file.
bool Check::sift() {
  bool two = options_.threads == 2 ||
             (options_.threads == 0 && source_.size() > kWorthAThread && std::thread::hardware_concurrency() > 1);
  if (!threads_) threads_.emplace(two);
  indexes_ |= std::ranges::any_of(sieves_.types(), &eval::TypePlan::joined);
  Crew crew(source_, sieves_, *threads_, {{indexes_, ask_for_data(sieves_)}, options_.window_bytes});
  layout_ = lay_out(crew, source_.size(), sieves_, indexes_);
  if (!crew.finish() || !layout_) return false;
  sifted_ = crew.sifted();
  cleared_.assign(rules_.size(), 0);
  crew.add_cleared(cleared_);
  return true;
}

std::optional<report::CheckResult> Check::judge() {
  Parts parts(source_, name_, *layout_, sifted_, sieves_, *threads_);
  Left left(sieves_, sifted_);
  if (!parts.read_base()) return std::nullopt;
  bool named = !sifted_.aws_blocks.empty() && name_accounts(parts.base());
  // What is needed where relations are asked for, which is likely where rules can, is read beside.
  bool early = threads_->two() && indexes_ && !sifted_.rules.empty();
  std::array<bool, 2> good = {};
  bool ran = threads_->run(early ? 2 : 1, [&](size_t, size_t job) {
    good[job] = job == 0 ? left.find(rules_, source_, *layout_, parts, cleared_) : parts.prepare({}, true, named);
  });
  if (!ran || !good[0] || (early && !good[1])) return std::nullopt;
  bool related = !left.types().empty();
  if (related && !indexes_) return again();
  if (!parts.prepare(left.needs(), related, named)) return std::nullopt;
  Judging judging(left, parts, {.assume = options_.assume, .all = options_.all, .address = ""}, options_.account,
                  *threads_);
  if (!judging.judge_alone()) return std::nullopt;
  related |= !judging.origins().empty();
  if (related && !indexes_) return again();
  if (!parts.prepare(left.needs(), related, named) || !judging.judge_rest(sifted_.changes)) return std::nullopt;
  report::CheckResult result;
  result.plan_path = name_;
  result.resources = sifted_.resources;
  result.block_at = options_.block_at;
  result.all = options_.all;
  result.doubts = judging.doubts();
  result.accounts = accounts(parts, named);
  result.rules = results(judging.pieces());
  return result;
}

// Relations are asked for where none were expected.
std::optional<report::CheckResult> Check::again() {
  indexes_ = true;
  return sift() ? judge() : std::nullopt;
}

// As reference::check finds them, each provider once.
std::vector<std::string> Check::accounts(const Parts& parts, bool named) const {
  if (sifted_.aws_blocks.empty()) return {};
  relations::Relations relations(parts.base());
  if (!options_.account.empty()) relations.assume_account(options_.account);
  Parts::Providers providers{.unknown = true};
  if (named) providers = parts.aws_providers();
  std::set<std::string> accounts;
  auto add = [&](const facts::ConfigResource* config) {
    ResourceChange change;
    change.type = "aws_";
    change.config = config;
    facts::Value account = relations.account_of(change);
    if (account.kind == facts::ValueKind::String && !account.sensitive) accounts.emplace(account.string());
  };
  for (const std::string& key : providers.keys) {
    facts::ConfigResource config;
    config.provider_config_key = key;
    add(&config);
  }
  if (providers.unknown) add(nullptr);
  return {accounts.begin(), accounts.end()};
}

std::vector<report::RuleResult> Check::results(std::vector<Piece>& pieces) {
  std::ranges::sort(pieces, {}, [](const Piece& piece) { return std::pair(piece.rule, piece.position); });
  std::vector<report::RuleResult> results;
  auto piece = pieces.begin();
  for (size_t rule = 0; rule < rules_.size(); ++rule) {
    if (!rules_.judged(rule)) continue;
    report::RuleResult result = rules_.describe(rule);
    result.judged += cleared_[rule];
    for (; piece != pieces.end() && piece->rule == rule; ++piece) {
      result.judged += piece->found.judged;
      std::ranges::move(piece->found.findings, std::back_inserter(result.findings));
      std::ranges::move(piece->found.assumptions, std::back_inserter(result.assumptions));
    }
    if (result.verdict != report::Verdict::NotJudgedHere)
      result.verdict = reference::verdict_of(result.findings, result.judged, options_.all);
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
