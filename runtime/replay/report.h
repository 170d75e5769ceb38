// What replaying a log found, for a terminal and for machines; whoever judged the calls.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace berm::replay {

struct Times {
  size_t count = 0;
  std::string first, last;
  void add(const std::string& time);
  void add(const Times& other);
};

struct RuleRef {
  std::string name, path;
  uint32_t line = 0;
  bool operator==(const RuleRef&) const = default;
};

// Calls of one principal and action that one set of rules denies alike.
struct Group {
  bool certain = true;  // else only if the keys that the log doesn't tell have such values
  std::vector<RuleRef> rules;
  std::string by;  // the document, or the layer that lacks an allow; empty: the rules themselves
  std::string principal, action;
  std::set<std::string> keys;  // that decide and are not told
  Times times;
};

struct Report {
  size_t files = 0;
  Times judged;
  size_t not_calls = 0, refused = 0;
  std::map<std::string, size_t> unmapped;  // "s3.amazonaws.com GetSomething" → how often
  std::vector<Group> groups;
};

// Certain ones first, then by rule, the most frequent first.
void sort_groups(std::vector<Group>& groups);

std::string text(const Report& report, bool color);
std::string json(const Report& report);

}  // namespace berm::replay
