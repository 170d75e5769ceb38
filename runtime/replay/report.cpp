#include "runtime/replay/report.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

namespace berm::replay {
namespace {

using Json = nlohmann::ordered_json;

Json group_json(const Group& group) {
  Json rules = Json::array();
  for (const RuleRef& rule : group.rules) {
    rules.push_back({{"name", rule.name}, {"path", rule.path}, {"line", rule.line}});
  }
  return {{"certain", group.certain},     {"rules", std::move(rules)}, {"by", group.by},
          {"principal", group.principal}, {"action", group.action},    {"count", group.times.count},
          {"first", group.times.first},   {"last", group.times.last},  {"not_told", group.keys}};
}

}  // namespace

// Times of CloudTrail are UTC in one form, so that they compare as text.
void Times::add(const std::string& time) {
  ++count;
  if (first.empty() || time < first) first = time;
  if (time > last) last = time;
}

void Times::add(const Times& other) {
  count += other.count;
  if (first.empty() || (!other.first.empty() && other.first < first)) first = other.first;
  last = std::max(last, other.last);
}

void sort_groups(std::vector<Group>& groups) {
  const auto rank = [](const Group& group) {
    std::string rules;
    for (const RuleRef& rule : group.rules) rules += rule.name + "\n";
    return std::tuple(!group.certain, rules, group.by);
  };
  std::stable_sort(groups.begin(), groups.end(), [&](const Group& a, const Group& b) {
    const auto left = rank(a), right = rank(b);
    return left != right ? left < right : a.times.count > b.times.count;
  });
}

std::string json(const Report& report) {
  Json denied = Json::array(), unmapped = Json::array();
  for (const Group& group : report.groups) denied.push_back(group_json(group));
  for (const auto& [event, count] : report.unmapped) unmapped.push_back({{"event", event}, {"count", count}});
  const Times& judged = report.judged;
  const Json whole = {
      {"schema", "berm.replay"},
      {"schema_version", 1},
      {"files", report.files},
      {"judged", {{"count", judged.count}, {"first", judged.first}, {"last", judged.last}}},
      {"denied", std::move(denied)},
      {"not_judged",
       {{"denied_then", report.refused}, {"no_calls", report.not_calls}, {"unmapped", std::move(unmapped)}}}};
  return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace berm::replay
