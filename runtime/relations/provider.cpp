#include "runtime/relations/provider.h"

#include <algorithm>

#include "runtime/relations/references.h"

namespace berm::relations {
namespace {

using facts::ConfigModule;
using facts::ProviderConfig;
using facts::ResourceChange;
using facts::Value;
using facts::ValueKind;

constexpr int kMaxModules = 100;

Value text_value(std::string_view text) {
  Value value{ValueKind::String};
  value.text = text.data();
  value.size = static_cast<uint32_t>(text.size());
  return value;
}

bool all_digits(std::string_view text) { return text.find_first_not_of("0123456789") == std::string_view::npos; }
bool is_account(std::string_view text) { return text.size() == 12 && all_digits(text); }

// The account of a role's ARN; of a text that is nothing but an account, too: the ARN is written around a variable.
std::string_view account_in(const Value& value) {
  if (value.kind != ValueKind::String && value.kind != ValueKind::Number) return {};
  std::string_view text = value.string();
  if (is_account(text)) return text;
  if (!text.starts_with("arn:")) return {};
  for (int colon = 0; colon < 4; ++colon) {
    size_t at = text.find(':');
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at + 1);
  }
  text = text.substr(0, text.find(':'));
  return is_account(text) ? text : std::string_view();
}

// `eu-west-1`, `us-gov-east-1`: what a variable holds need not be all that the expression says.
bool is_region(std::string_view text) {
  size_t dash = text.rfind('-');
  if (dash == std::string_view::npos || dash < 4 || text[2] != '-') return false;
  return dash + 1 < text.size() && all_digits(text.substr(dash + 1));
}

// The last block is the role that counts.
const Value& last_block(const Value& blocks) {
  if (blocks.kind != ValueKind::List) return blocks;
  return blocks.size == 0 ? facts::kNull : blocks.list().back();
}

// A provider that a module only names is its caller's of that name.
bool only_names(const ProviderConfig& provider) {
  return !provider.module_address.empty() && provider.expressions.size == 0;
}

std::string key_in(std::string_view module, std::string_view name) {
  std::string key(module);
  if (!module.empty()) key += ':';
  return key.append(name);
}

}  // namespace

Providers::Providers(const facts::Plan& plan) : plan_(plan) {
  for (const ProviderConfig& provider : plan.providers) by_key_.emplace(provider.key, &provider);
  for (const ConfigModule& module : *plan.modules) modules_.emplace(module.address, &module);
}

const ProviderConfig* Providers::find(const ResourceChange& resource) const {
  if (!resource.config) return nullptr;
  auto [entry, fresh] = found_.try_emplace(resource.config->provider_config_key, nullptr);
  if (fresh) entry->second = find(entry->first);
  return entry->second;
}

const ProviderConfig* Providers::find(std::string_view key) const {
  size_t colon = key.rfind(':');
  std::string_view name = colon == std::string_view::npos ? key : key.substr(colon + 1);
  std::string_view module = colon == std::string_view::npos ? std::string_view() : key.substr(0, colon);
  for (int i = 0; i < kMaxModules; ++i) {
    auto found = by_key_.find(key_in(module, name));
    if (found != by_key_.end() && !only_names(*found->second)) return found->second;
    if (module.empty()) return nullptr;
    size_t last = module.rfind(".module.");
    module = last == std::string_view::npos ? std::string_view() : module.substr(0, last);
  }
  return nullptr;
}

std::string_view Providers::key_of(const ResourceChange& resource) const {
  if (const ProviderConfig* provider = find(resource)) return provider->key;
  return resource.config ? resource.config->provider_config_key : std::string_view();
}

const ConfigModule* Providers::module_of(const ProviderConfig& provider) const {
  auto found = modules_.find(provider.module_address);
  return found == modules_.end() ? nullptr : found->second;
}

const Value& Providers::value_of(const Value& expression, const ConfigModule* module) const {
  const Value* at = &expression;
  for (int i = 0; i < kMaxModules; ++i) {
    if (at->kind != ValueKind::Object) return facts::kUnknown;
    const Value& constant = *at->find("constant_value");
    if (!constant.is_null()) return constant;
    std::vector<Reference> references = read_references(*at);
    bool one = references.size() == 1 && references[0].names == Names::Variable && references[0].rest.empty();
    if (!one || !module) return facts::kUnknown;
    if (!module->parent) return *plan_.variables.find(references[0].subject);
    const Value& passed = *module->call_expressions.find(references[0].subject);
    if (passed.is_null()) return *module->variables.find(references[0].subject)->find("default");
    at = &passed;
    module = module->parent;
  }
  return facts::kUnknown;
}

Value Providers::account_of(const ResourceChange& resource) const {
  if (!resource.type.starts_with("aws_")) return facts::kUnknown;
  const ProviderConfig* provider = find(resource);
  auto [entry, fresh] = accounts_.try_emplace(provider);
  if (fresh) entry->second = account_of(provider);
  return entry->second;
}

Value Providers::account_of(const ProviderConfig* provider) const {
  const Value& settings = provider ? provider->expressions : facts::kNull;
  const ConfigModule* module = provider ? module_of(*provider) : nullptr;
  const Value& allowed = *settings.find("allowed_account_ids");
  const Value& roles = *settings.find("assume_role");
  if (!allowed.is_null()) {
    const Value& accounts = value_of(allowed, module);
    bool one = accounts.kind == ValueKind::List && accounts.size == 1;
    std::string_view account = account_in(one ? accounts.list()[0] : accounts);
    if (!account.empty()) return text_value(account);
  }
  if (!roles.is_null()) {
    std::string_view account = account_in(value_of(*last_block(roles).find("role_arn"), module));
    return account.empty() ? facts::kUnknown : text_value(account);
  }
  return assumed_.empty() ? facts::kUnknown : text_value(assumed_);
}

Value Providers::region_of(const ResourceChange& resource) const {
  const Value& own = *(resource.after.is_null() ? resource.before : resource.after).find("region");
  if (own.kind == ValueKind::String) return own;
  const ProviderConfig* provider = find(resource);
  if (!provider) return facts::kUnknown;
  const Value& region = value_of(*provider->expressions.find("region"), module_of(*provider));
  return region.kind == ValueKind::String && is_region(region.string()) ? region : facts::kUnknown;
}

Value Providers::default_tags_of(const ResourceChange& resource) const {
  const ProviderConfig* provider = find(resource);
  if (!provider) return facts::kUnknown;
  const Value& blocks = *provider->expressions.find("default_tags");
  if (blocks.is_null()) return facts::kNull;
  const Value& tags = *last_block(blocks).find("tags")->find("constant_value");
  return tags.kind == ValueKind::Object ? tags : facts::kUnknown;
}

}  // namespace berm::relations
