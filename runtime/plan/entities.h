// Variables, outputs, checks, providers and provider-defined actions as changes of made-up types
// (facts::Plan::entities).
#pragma once

#include <initializer_list>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/facts/facts.h"

namespace berm::plan {

facts::Value text_value(std::string_view text);
facts::Value text_or_null(std::string_view text);  // null where it is empty
facts::Value bool_value(bool boolean);

// Collects entities. Values that are handed in outlive the plan's arena or lie in it. What is wrong with them is
// returned in words; empty: nothing.
class Entities {
 public:
  Entities(std::pmr::memory_resource& arena, std::vector<facts::ResourceChange>& out) : arena_(arena), out_(out) {}

  // `variables` of a plan, with those that the root module declares. `values` becomes name → value.
  std::optional<std::string> add_variables(const facts::Value& variables, const facts::Value& declared,
                                           facts::Value& values);
  // `output_changes`, with the outputs that the root module declares.
  std::optional<std::string> add_outputs(const facts::Value& changes, const facts::Value& declared);
  // One element of `checks`.
  std::optional<std::string> add_check(const facts::Value& check);
  void add_provider(const facts::ProviderConfig& provider);
  // One element of `action_invocations`, or of `deferred_action_invocations`.
  std::optional<std::string> add_action(const facts::Value& invocation);
  std::optional<std::string> add_deferred_action(const facts::Value& deferred);

 private:
  facts::ResourceChange& add(std::string_view type, std::string_view address, std::string_view name);
  facts::Value object(std::initializer_list<facts::Member> sorted);
  facts::Value list(std::span<const facts::Value> elements);
  std::optional<std::string> add_output(const facts::Member& output, bool declared_sensitive);
  std::optional<std::string> add_check(const facts::Value& check, std::string_view kind);
  facts::Value setting(const facts::Value& expression);
  facts::Value settings(const facts::Value& block);

  std::pmr::memory_resource& arena_;
  std::vector<facts::ResourceChange>& out_;
};

}  // namespace berm::plan
