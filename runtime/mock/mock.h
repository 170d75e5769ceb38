// A plan, cut down to what some rules look at and without its secrets, as plan JSON for a test.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ir/ir.h"
#include "runtime/facts/facts.h"

namespace berm::mock {

// How much of a plan stays.
enum class Extent : uint8_t {
  Read,       // the types that rules look at, with the attributes that they read and those that name a resource
  Types,      // those types with all attributes
  Everything  // all types
};

// What rules can look at.
struct Reach {
  Extent extent = Extent::Read;
  std::map<std::string, std::set<std::string>, std::less<>> types;  // as clauses name them → attributes that are read
  bool policies = false;  // policy documents are looked into: those that data sources make stay whole

  bool has(std::string_view type) const;
  bool has(std::string_view type, std::string_view attribute) const;
};
Reach reach_of(const std::vector<const ir::Rule*>& rules, Extent extent);

struct Options {
  bool keep_accounts = false;
  std::set<std::string> named_accounts;  // twelve digits each; stay as they are, because the rules name them
};

// Sensitive values become "REDACTED" wherever their text stands and stay marked as sensitive; account ids become
// made-up ones, the same for the same.
std::string mock(const facts::Plan& plan, const Reach& reach, const Options& options);

// The runs of twelve digits in a text.
std::vector<std::string_view> account_ids(std::string_view text);

}  // namespace berm::mock
