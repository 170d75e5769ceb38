// `configuration`: providers, modules, and the blocks of what stays.
#include "runtime/mock/writer.h"

namespace berm::mock {

using facts::ConfigModule;
using facts::ConfigResource;
using facts::Member;
using facts::ProviderConfig;
using facts::Value;

void Writer::expression(std::string_view name, const Value& expression) {
  if (expression.is_null()) return;
  json_.key(name);
  value(expression);
}

void Writer::configuration() {
  if (plan_.modules->empty()) return;
  json_.key("configuration");
  json_.open('{');
  providers();
  json_.key("root_module");
  module(plan_.modules->front());
  json_.close('}');
}

// The settings that say where resources live and how they are tagged; all where rules look at providers.
void Writer::providers() {
  if (plan_.providers.empty()) return;
  constexpr std::string_view kPlace[] = {"region", "allowed_account_ids", "assume_role", "default_tags"};
  json_.key("provider_config");
  json_.open('{');
  for (const ProviderConfig& provider : plan_.providers) {
    json_.key(provider.key);
    json_.open('{');
    text("name", provider.name);
    text("full_name", provider.full_name);
    text("alias", provider.alias);
    text("version_constraint", provider.version_constraint);
    text("module_address", provider.module_address);
    json_.key("expressions");
    json_.open('{');
    for (const Member& setting : provider.expressions.object()) {
      bool kept = reach_.has("terraform_provider");
      for (std::string_view place : kPlace) kept = kept || setting.key == place;
      if (kept) expression(setting.key, setting.value);
    }
    json_.close('}');
    json_.close('}');
  }
  json_.close('}');
}

// Calls are nested no deeper than the plan was.
void Writer::module(const ConfigModule& module) {
  json_.open('{');
  declarations(module);
  json_.key("resources");
  json_.open('[');
  for (const ConfigResource* block : blocks_[&module]) resource(*block);
  json_.close(']');
  json_.key("module_calls");
  json_.open('{');
  for (const ConfigModule* each : calls_[&module]) call(*each);
  json_.close('}');
  json_.close('}');
}

// Without descriptions, and without the defaults of secrets.
void Writer::declarations(const ConfigModule& module) {
  json_.key("outputs");
  json_.open('{');
  for (const Member& output : module.outputs.object()) {
    json_.key(output.key);
    json_.open('{');
    expression("expression", *output.value.find("expression"));
    expression("sensitive", *output.value.find("sensitive"));
    json_.close('}');
  }
  json_.close('}');
  json_.key("variables");
  json_.open('{');
  for (const Member& variable : module.variables.object()) {
    const Value& sensitive = *variable.value.find("sensitive");
    json_.key(variable.key);
    json_.open('{');
    if (!sensitive.boolean) expression("default", *variable.value.find("default"));
    expression("sensitive", sensitive);
    json_.close('}');
  }
  json_.close('}');
}

void Writer::call(const ConfigModule& call) {
  json_.key(call.call_name);
  json_.open('{');
  expression("expressions", call.call_expressions);
  expression("count_expression", call.count_expression);
  expression("for_each_expression", call.for_each_expression);
  json_.key("module");
  module(call);
  json_.close('}');
}

void Writer::resource(const ConfigResource& block) {
  bool data = block.address.starts_with("data.");
  std::string_view type = block.address.substr(0, block.address.find('.', data ? 5 : 0));
  if (!reach_.has(type)) return;
  json_.open('{');
  text("address", block.address);
  text("provider_config_key", block.provider_config_key);
  json_.key("expressions");
  json_.open('{');
  for (const Member& member : block.expressions.object()) {
    if (reach_.has(type, member.key)) expression(member.key, member.value);
  }
  json_.close('}');
  expression("count_expression", block.count_expression);
  expression("for_each_expression", block.for_each_expression);
  json_.close('}');
}

}  // namespace berm::mock
