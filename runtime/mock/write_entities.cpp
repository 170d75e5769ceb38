// Variables, outputs, checks and provider-defined actions, from the entities that the reader made of them.
#include "runtime/mock/writer.h"

namespace berm::mock {

using facts::ResourceChange;
using facts::Value;

std::vector<const ResourceChange*> Writer::entities(std::string_view type) const {
  std::vector<const ResourceChange*> out;
  for (const ResourceChange& entity : plan_.entities) {
    if (entity.type == type) out.push_back(&entity);
  }
  return out;
}

// All of them: providers and modules may read them.
void Writer::variables() {
  if (plan_.variables.object().empty()) return;
  json_.key("variables");
  json_.open('{');
  for (const facts::Member& variable : plan_.variables.object()) {
    json_.key(variable.key);
    json_.open('{');
    json_.key("value");
    value(variable.value);
    json_.close('}');
  }
  json_.close('}');
}

void Writer::outputs() {
  if (!reach_.has("terraform_output")) return;
  json_.key("output_changes");
  json_.open('{');
  for (const ResourceChange* output : entities("terraform_output")) {
    json_.key(output->name);
    json_.open('{');
    actions(output->actions);
    sides(*output->before.find("value"), *output->after.find("value"));
    json_.close('}');
  }
  json_.close('}');
}

// Each instance as a check of its own.
void Writer::checks() {
  if (!reach_.has("terraform_check")) return;
  json_.key("checks");
  json_.open('[');
  for (const ResourceChange* check : entities("terraform_check")) {
    json_.open('{');
    json_.key("address");
    json_.open('{');
    text("kind", check->after.find("kind")->is_null() ? "" : check->after.find("kind")->string());
    text("name", check->name);
    text("module", check->module_address);
    text("to_display", check->address);
    json_.close('}');
    json_.key("status");
    value(*check->after.find("status"));
    json_.key("problems");
    json_.open('[');
    for (const Value& problem : check->after.find("problems")->list()) {
      json_.open('{');
      text("message", problem.string());
      json_.close('}');
    }
    json_.close(']');
    json_.close('}');
  }
  json_.close(']');
}

void Writer::invocations(std::string_view name, bool deferred) {
  if (!reach_.has("terraform_action")) return;
  json_.key(name);
  json_.open('[');
  for (const ResourceChange* action : entities("terraform_action")) {
    if (action->deferred != deferred) continue;
    json_.open('{');
    if (deferred) {
      text("reason", action->deferred_reason);
      json_.key("action_invocation");
      json_.open('{');
    }
    invocation(*action);
    if (deferred) json_.close('}');
    json_.close('}');
  }
  json_.close(']');
}

void Writer::invocation(const ResourceChange& action) {
  const Value &config = *action.after.find("config"), &type = *action.after.find("type");
  text("address", action.address);
  text("type", type.is_null() ? "" : type.string());
  text("name", action.name);
  text("provider_name", action.provider_name);
  json_.key("config_values");
  value(config);
  json_.key("config_unknown");
  mask(config, Mask::Unknown);
  json_.key("config_sensitive");
  mask(config, Mask::Sensitive);
  json_.key("lifecycle_action_trigger");
  json_.open('{');
  expression("action_trigger_event", *action.after.find("event"));
  expression("triggering_resource_address", *action.after.find("triggered_by"));
  json_.close('}');
}

}  // namespace berm::mock
