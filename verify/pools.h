// What may be put into a request that tries a document: values, actions and ARNs near those that it and its rules name.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "access/policy.h"
#include "access/request.h"
#include "catalog/catalog.h"
#include "ir/ir.h"

namespace berm::verify {

// Absent, or the key's values.
using KeyValues = std::optional<std::vector<std::string>>;

class Pools {
 public:
  explicit Pools(const catalog::Catalog& catalog) : catalog_(catalog) {}

  void add(const access::Document& document);
  void add(const ir::Rule& rule);
  void add_action_pattern(const std::string& pattern);
  void add_resource_pattern(const std::string& pattern);
  // A value that a test compares the key with: itself, its neighbours on both sides, and what it is not.
  void add_value(const std::string& key, const std::string& value);
  // After the last value: absent, mismatch and, for lists, empty and mixed ones.
  void finish();

  const std::vector<std::string>& actions() const { return actions_; }
  const std::vector<std::string>& resources() const { return resources_; }
  const std::map<std::string, std::vector<KeyValues>>& values() const { return values_; }
  // Those of `resources` that the action may be called on, and one of each of its resource types; "*" where it has
  // none.
  std::vector<std::string> resources_of(const std::string& action) const;
  // Gives the request the values, or takes the key from it.
  void set(access::Request& request, const std::string& key, const KeyValues& values) const;
  bool is_multivalued(const std::string& key) const { return multivalued_.contains(key); }

 private:
  void add_condition(const ir::Expr* condition);
  void add_comparison(const ir::Expr& expr);
  void add_actions(const ir::ActionSet& actions);
  void add_variables(const std::string& text);
  void add_key(const std::string& key);

  const catalog::Catalog& catalog_;
  std::vector<std::string> actions_, resources_;
  std::map<std::string, std::vector<std::string>> singles_;
  std::map<std::string, std::vector<KeyValues>> values_;
  std::set<std::string> multivalued_;
};

// The keys by which a request shows that it comes from there, each with a value.
std::vector<std::pair<std::string, std::string>> keys_of(const access::PrincipalEntry& entry);

// A text that the IAM pattern matches; variables take the value that Pools gives their key first.
std::string sample_of(const std::string& pattern);

}  // namespace berm::verify
