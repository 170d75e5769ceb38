// A call: its keys, the clauses that speak of its action, its legs.
#include <algorithm>

#include "base/glob.h"
#include "base/text.h"
#include "program/program.h"
#include "runtime/calls/evaluator.h"
#include "runtime/calls/legs.h"

namespace berm::calls {
namespace {

constexpr uint32_t kResourceArn = 0;
constexpr std::string_view kRequestTag = "aws:requesttag/";
constexpr uint32_t kLastStamp = (1u << 30) - 2;

}  // namespace

char* Scratch::take(size_t size) {
  if (block_ < blocks_.size() && blocks_[block_].size - used_ < size) {
    ++block_;
    used_ = 0;
  }
  while (block_ < blocks_.size() && blocks_[block_].size < size) ++block_;
  if (block_ == blocks_.size()) {
    const size_t bytes = std::max(size, kBlock);
    blocks_.push_back({std::make_unique<char[]>(bytes), bytes});
    used_ = 0;
  }
  char* out = blocks_[block_].bytes.get() + used_;
  used_ += size;
  return out;
}

Evaluator::Evaluator(const Rules& rules)
    : rules_(rules),
      code_(rules.code()),
      slots_(code_.key_count()),
      elements_(code_.fb().bound()),
      stamps_(code_.node_count(), ~0u) {}

void Evaluator::begin(std::string_view action, std::string_view resource, std::string_view type, bool partial) {
  for (uint32_t key : touched_) slots_[key].state = State::Missing;
  touched_.clear();
  texts_.clear();
  scratch_.reset();
  noted_.clear();
  action_ = action;
  resource_ = resource;
  type_ = type;
  has_tasks_ = false;
  if (partial || partial_) {
    for (Slot& slot : slots_) slot.state = partial ? State::Untold : State::Missing;
  }
  partial_ = partial;
  if (stamp_ > kLastStamp - code_.fb().leg_types()->size() * 2 - 4) {
    std::fill(stamps_.begin(), stamps_.end(), ~0u);
    stamp_ = 0;
  }
  call_stamp_ = ++stamp_;
  if (!partial || !resource.empty()) put(kResourceArn, {&resource_, 1});
}

void Evaluator::put(uint32_t key, std::span<const std::string_view> values) {
  Slot& slot = slots_[key];
  slot = {State::Present, static_cast<uint32_t>(texts_.size()), static_cast<uint32_t>(values.size()), {}};
  texts_.insert(texts_.end(), values.begin(), values.end());
  touched_.push_back(key);
}

uint32_t Evaluator::number(std::string_view name) const {
  const uint32_t key = code_.key(name);
  return key == kResourceArn ? program::kNone : key;
}

bool Evaluator::has(uint32_t key) const { return key != program::kNone && slots_[key].state == State::Present; }

void Evaluator::set_absent(std::string_view name) {
  const uint32_t key = code_.key(name);
  if (key != program::kNone && slots_[key].state == State::Untold) slots_[key].state = State::Missing;
}

void Evaluator::set_request_tags_absent() {
  for (uint32_t key = 0; key < code_.key_count(); ++key) {
    const bool untold = slots_[key].state == State::Untold;
    if (untold && code_.key_name(key).starts_with(kRequestTag)) slots_[key].state = State::Missing;
  }
}

void Evaluator::find_tasks() {
  denies_.clear();
  permits_.clear();
  allows_.clear();
  legs_ = nullptr;
  has_tasks_ = true;
  const fb::CallAction* action = code_.action(action_);
  if (!action && rules_.knows_service_of(action_)) match_patterns();
  if (!action) return;
  const fb::CallSet& set = *code_.fb().sets()->Get(action->set());
  add_tasks(set.denies(), denies_);
  add_tasks(set.permits(), permits_);
  if (action->legs() != program::kNone) legs_ = code_.fb().legs()->Get(action->legs());
}

void Evaluator::add_tasks(const fb::Slice& slice, std::vector<Task>& tasks) const {
  for (uint32_t i = 0; i < slice.count(); ++i) {
    const fb::CallTask& task = *code_.fb().tasks()->Get(slice.begin() + i);
    tasks.push_back({task.kind(), task.rule(), task.condition(), code_.children(task.allows()), Verdict::No});
  }
}

// The catalogue does not know the action: its patterns say what a clause speaks of. Of a service that no rule names
// none does.
void Evaluator::match_patterns() {
  const fb::CallCode& code = code_.fb();
  allows_.reserve(code.clauses()->size());  // spans into it stay
  for (uint32_t i = 0; i < code.rules()->size(); ++i) {
    const fb::CallRuleCode& rule = *code.rules()->Get(i);
    const size_t first = allows_.size();
    for (uint32_t j = 0; j < rule.clauses().count(); ++j) {
      const fb::CallClauseCode& clause = *code.clauses()->Get(rule.clauses().begin() + j);
      const fb::CallPattern* pattern = decisive(clause);
      if (!pattern || !pattern->plus()) continue;
      if (clause.allows()) allows_.push_back(clause.condition());
      if (!clause.allows())
        denies_.push_back({fb::CallTaskKind::Denies, rule.rule(), clause.condition(), {}, Verdict::No});
    }
    const std::span<const uint32_t> allows{allows_.data() + first, allows_.size() - first};
    if (rule.caps()) denies_.push_back({fb::CallTaskKind::CapDenies, rule.rule(), rule.capped(), allows, Verdict::No});
    if (!allows.empty())
      permits_.push_back({fb::CallTaskKind::Permits, rule.rule(), rule.capped(), allows, Verdict::No});
  }
}

// The last one that matches.
const fb::CallPattern* Evaluator::decisive(const fb::CallClauseCode& clause) const {
  for (uint32_t i = clause.patterns().count(); i-- > 0;) {
    const fb::CallPattern* pattern = code_.fb().patterns()->Get(clause.patterns().begin() + i);
    if (glob_match_ignore_case(code_.text(pattern->text()), action_)) return pattern;
  }
  return nullptr;
}

std::span<const Finding> Evaluator::denials() {
  if (!has_tasks_) find_tasks();
  judge(denies_, true);
  collect(denies_);
  return findings_;
}

std::span<const Finding> Evaluator::permits() {
  if (!has_tasks_) find_tasks();
  judge(permits_, false);
  collect(permits_);
  return findings_;
}

// A call that names no resource is one on each type; made-up ARNs stand for theirs. `any_leg`: the greatest of what is
// so of the legs, else the least.
void Evaluator::judge(std::vector<Task>& tasks, bool any_leg) {
  const bool several = legs_ && resource_ == "*" && !partial_ && legs_->types().count() > 0;
  if (!several) {
    begin_leg(program::kNone);
    judge_leg(tasks, any_leg, true);
    return;
  }
  for (uint32_t i = 0; i < legs_->types().count(); ++i) {
    begin_leg(legs_->types().begin() + i);
    judge_leg(tasks, any_leg, i == 0);
  }
}

void Evaluator::judge_leg(std::vector<Task>& tasks, bool any_leg, bool first) {
  const Verdict settled = any_leg ? Verdict::Yes : Verdict::No;
  for (Task& task : tasks) {
    if (!first && (task.verdict == settled || !asks_legs(task))) continue;
    const Verdict verdict = judge(task);
    if (first) task.verdict = verdict;
    task.verdict = any_leg ? std::max(task.verdict, verdict) : std::min(task.verdict, verdict);
  }
}

bool Evaluator::asks_legs(const Task& task) const {
  const auto asks = [&](uint32_t node) {
    return (code_.node(node).flags() & static_cast<uint8_t>(fb::CallFlag::OfLeg)) != 0;
  };
  return asks(task.condition) || std::any_of(task.allows.begin(), task.allows.end(), asks);
}

Verdict Evaluator::judge(const Task& task) {
  const Verdict condition = holds(task.condition);
  if (task.kind == fb::CallTaskKind::Denies || condition == Verdict::No) return condition;
  const Verdict allowed = any(task.allows);
  if (task.kind == fb::CallTaskKind::Permits) return std::min(condition, allowed);
  const auto refused = static_cast<Verdict>(2 - static_cast<uint8_t>(allowed));
  return std::min(condition, refused);
}

void Evaluator::begin_leg(uint32_t type) {
  leg_stamp_ = ++stamp_;
  leg_type_ = type;
  leg_found_ = leg_unsure_ = false;
  if (type == program::kNone) return;
  texts_[slots_[kResourceArn].first] = code_.text(code_.fb().leg_types()->Get(type)->made_up());
  slots_[kResourceArn].parsed.reset();
}

// Only once a key asks for it: forms of ARNs take their time.
void Evaluator::find_leg() {
  leg_found_ = true;
  if (partial_ && resource_.empty() && type_.empty()) {
    leg_unsure_ = legs_->types().count() > 0;
  } else if (leg_type_ == program::kNone && !type_.empty()) {
    leg_type_ = leg_type_named(code_, *legs_, type_);
  } else if (leg_type_ == program::kNone) {
    const ArnParts* arn = slots_[kResourceArn].parsed.arn(resource_);
    if (arn) leg_type_ = leg_type_of_arn(code_, *legs_, *arn);
  }
  const bool typed_leg = leg_type_ != program::kNone;
  mask_ = code_.mask(typed_leg ? code_.fb().leg_types()->Get(leg_type_)->mask() : legs_->untyped());
}

// Tasks stand in the order of their rules.
void Evaluator::collect(const std::vector<Task>& tasks) {
  findings_.clear();
  for (const Task& task : tasks) {
    if (task.verdict == Verdict::No) continue;
    const bool again = !findings_.empty() && findings_.back().rule == task.rule;
    if (!again) findings_.push_back({task.rule, task.verdict});
    findings_.back().verdict = std::max(findings_.back().verdict, task.verdict);
  }
}

std::vector<std::string_view> Evaluator::untold(uint32_t rule) {
  noted_.clear();
  begin_leg(program::kNone);
  for (const Task& task : denies_) {
    if (task.rule == rule) judge(task);
  }
  std::vector<std::string_view> names;
  for (uint32_t key : noted_) {
    if (std::find(names.begin(), names.end(), code_.key_name(key)) == names.end()) names.push_back(code_.key_name(key));
  }
  return names;
}

}  // namespace berm::calls
