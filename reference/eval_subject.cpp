// `of aws_s3_bucket b by a.bucket`: the resource that a clause's own belongs to.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "reference/eval_plan.h"
#include "reference/judge.h"

namespace berm::reference {

// What exists after apply; of what is deleted also what goes with it.
std::vector<const facts::ResourceChange*> PlanEvaluator::subjects(const ir::Subject& subject) {
  const Resource& own = resources_.at(variable_);
  const relations::Relations& relations = context_.relations();
  bool indexed = context_.indexed() && !reads_before_;
  if (indexed) return relations.referred(*own.change, names_of(subject.via->steps), subject.types);
  std::vector<const facts::ResourceChange*> all = relations.existing(subject.types);
  if (!reads_before_) return all;
  for (const Candidate& candidate : context_.candidates({subject.types.begin(), subject.types.end()})) {
    const facts::ResourceChange& change = *candidate.change;
    bool goes = !candidate.drift && (change.deletes() || (change.actions & facts::kForget)) && !change.creates();
    if (goes && change.deposed.empty()) all.push_back(&change);
  }
  return all;
}

// The one that the attribute refers to; else why there is none.
Resource PlanEvaluator::resolve(const ir::Subject& subject) {
  Start via = *start_of(*subject.via);
  std::string path = read_plain(*subject.via).path;
  const facts::ResourceChange* found = nullptr;
  size_t number = 0;
  std::string doubt = context_.relations().may_be_more(subject.types);
  std::vector<const facts::ResourceChange*> all = subjects(subject);
  if (!context_.may_visit(*subject.via, all.size())) {
    all.clear();
    doubt = "there are too many of which can't be told what they belong to";
  }
  for (const facts::ResourceChange* candidate : all) {
    relations::Reading reading = without_assumption(refers(via, *candidate));
    if (reading.answer == relations::Answer::CantTell && doubt.empty()) doubt = reading.why;
    if (reading.answer != relations::Answer::Yes) continue;
    found = candidate;
    ++number;
    if (!reading.assumption.empty()) use({path, facts::kNull, reading.assumption, candidate->address});
  }
  if (number != 1) return unresolved(subject, std::move(path), number > 1, doubt);
  const Value& root = found->after.is_null() ? found->before : found->after;
  return {found, {root, std::string(found->address), {}, found}};
}

Resource PlanEvaluator::unresolved(const ir::Subject& subject, std::string path, bool several,
                                   const std::string& doubt) {
  std::string types = join(subject.types, " or ");
  std::string why = several ? fmt::format("names more than one {}", types)
                            : fmt::format("names no {} that the plan is certain to hold", types);
  if (!doubt.empty() && !several) why += fmt::format(": {}", doubt);
  return {nullptr, {facts::kUnknown, std::move(path), context_.keep(std::move(why))}};
}

}  // namespace berm::reference
