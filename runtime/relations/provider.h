// The provider block of a resource: which account and region it stands for, which tags it adds.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/facts/facts.h"

namespace berm::relations {

class Providers {
 public:
  explicit Providers(const facts::Plan& plan);

  void assume_account(std::string account) {
    assumed_ = std::move(account);
    accounts_.clear();
  }
  facts::Value account_of(const facts::ResourceChange& resource) const;
  facts::Value region_of(const facts::ResourceChange& resource) const;
  facts::Value default_tags_of(const facts::ResourceChange& resource) const;
  std::string_view key_of(const facts::ResourceChange& resource) const;

 private:
  // Of a provider as a resource names it; null where the plan has none.
  const facts::ProviderConfig* find(const facts::ResourceChange& resource) const;
  const facts::ProviderConfig* find(std::string_view key) const;
  facts::Value account_of(const facts::ProviderConfig* provider) const;
  const facts::ConfigModule* module_of(const facts::ProviderConfig& provider) const;
  // A constant, or the variable that the expression names alone; Unknown: neither.
  const facts::Value& value_of(const facts::Value& expression, const facts::ConfigModule* module) const;

  const facts::Plan& plan_;
  std::unordered_map<std::string_view, const facts::ProviderConfig*> by_key_;
  std::unordered_map<std::string_view, const facts::ConfigModule*> modules_;
  mutable std::unordered_map<std::string_view, const facts::ProviderConfig*> found_;  // by key
  mutable std::unordered_map<const facts::ProviderConfig*, facts::Value> accounts_;
  std::string assumed_;
};

}  // namespace berm::relations
