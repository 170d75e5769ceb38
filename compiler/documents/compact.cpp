#include "compiler/documents/compact.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "compiler/documents/actions.h"

namespace berm::documents {
namespace {

using Names = std::vector<std::string>;

// Of one service, without its prefix.
class ServiceCompaction {
 public:
  ServiceCompaction(std::string service, Names today, const std::set<std::string>& wanted)
      : service_(std::move(service)), today_(std::move(today)), wanted_(wanted) {
    std::sort(today_.begin(), today_.end());
    cover(0, today_.size(), 0);
  }

  std::vector<Wildcard> take() { return std::move(found_); }

 private:
  bool is_wanted(size_t i) const { return wanted_.contains(service_ + ":" + today_[i]); }
  void cover(size_t begin, size_t end, size_t depth);
  void add(size_t begin, size_t end);

  std::string service_;
  Names today_;
  const std::set<std::string>& wanted_;
  std::vector<Wildcard> found_;
};

// The actions [begin, end) share their first `depth` letters. A name is some dozens of letters long.
void ServiceCompaction::cover(size_t begin, size_t end, size_t depth) {
  size_t wanted = 0;
  for (size_t i = begin; i < end; ++i) wanted += is_wanted(i);
  if (wanted < 2) return;
  if (wanted == end - begin) return add(begin, end);
  while (begin < end) {
    size_t next = begin + 1;
    const bool ends = today_[begin].size() == depth;
    while (!ends && next < end && today_[next][depth] == today_[begin][depth]) ++next;
    if (!ends) cover(begin, next, depth + 1);
    begin = next;
  }
}

// As much of the name as all share: what AWS adds later is caught by no more than it has to be.
void ServiceCompaction::add(size_t begin, size_t end) {
  const std::string &first = today_[begin], &last = today_[end - 1];
  const auto shared =
      static_cast<size_t>(std::mismatch(first.begin(), first.end(), last.begin(), last.end()).first - first.begin());
  Wildcard wildcard{service_ + ":" + first.substr(0, shared) + "*", {}};
  for (size_t i = begin; i < end; ++i) wildcard.covers.push_back(service_ + ":" + today_[i]);
  found_.push_back(std::move(wildcard));
}

std::map<std::string, std::set<std::string>> named_by_service(const Names& actions, const catalog::Catalog& catalog) {
  std::map<std::string, std::set<std::string>> services;
  for (const std::string& pattern : actions) {
    catalog.for_each_action(pattern, [&](const catalog::Action& action) {
      services[std::string(action.service)].insert(action.full_name());
    });
  }
  return services;
}

bool is_new(const std::string& pattern, const Names& actions) {
  return std::none_of(actions.begin(), actions.end(),
                      [&](const std::string& own) { return glob_match(to_lower(own), to_lower(pattern)); });
}

}  // namespace

std::vector<Wildcard> compact_actions(access::Statement& statement, const catalog::Catalog& catalog) {
  std::vector<Wildcard> added;
  if (statement.effect != access::Effect::Deny || statement.not_action) return added;
  for (const auto& [service, wanted] : named_by_service(statement.actions, catalog)) {
    Names today;
    catalog.for_each_action(service + ":*", [&](const catalog::Action& action) { today.emplace_back(action.name); });
    for (Wildcard& wildcard : ServiceCompaction(service, std::move(today), wanted).take()) {
      if (is_new(wildcard.pattern, statement.actions)) added.push_back(std::move(wildcard));
    }
  }
  for (const Wildcard& wildcard : added) statement.actions.push_back(wildcard.pattern);
  statement.actions = without_covered(statement.actions);
  return added;
}

}  // namespace berm::documents
