// `action_invocations` and `deferred_action_invocations`: actions that providers define.
#include "runtime/plan/entities.h"
#include "runtime/plan/fields.h"
#include "runtime/plan/overlay.h"

namespace berm::plan {
namespace {

using facts::ResourceChange;
using facts::Value;

// The module part of `module.a["x"].action.aws_lambda_invoke.b`.
std::string_view module_of(std::string_view address) {
  bool quoted = false;
  for (size_t i = 0; i < address.size(); ++i) {
    if (quoted && address[i] == '\\')
      ++i;
    else if (address[i] == '"')
      quoted = !quoted;
    else if (!quoted && address.substr(i).starts_with(".action."))
      return address.substr(0, i);
  }
  return {};
}

}  // namespace

std::optional<std::string> Entities::add_action(const Value& invocation) {
  Fields fields(invocation, "an action invocation");
  Value config = fields.object("config_values");
  overlay_unknown(config, fields.any("config_unknown"), arena_);
  overlay_sensitive(config, fields.any("config_sensitive"));
  const Value& lifecycle = fields.object("lifecycle_action_trigger");
  ResourceChange& out = add("terraform_action", fields.needed_text("address"), fields.text("name"));
  out.actions = facts::kCreate;
  out.module_address = module_of(out.address);
  out.provider_name = fields.text("provider_name");
  out.after = object({{"config", config},
                      {"event", *lifecycle.find("action_trigger_event")},
                      {"name", text_or_null(out.name)},
                      {"provider_name", text_or_null(out.provider_name)},
                      {"triggered_by", *lifecycle.find("triggering_resource_address")},
                      {"type", text_or_null(fields.text("type"))}});
  return fields.take_problem();
}

std::optional<std::string> Entities::add_deferred_action(const Value& deferred) {
  Fields fields(deferred, "a deferred action invocation");
  const Value& invocation = fields.needed_object("action_invocation");
  if (!fields.good()) return fields.take_problem();
  if (auto problem = add_action(invocation)) return problem;
  out_.back().deferred = true;
  out_.back().deferred_reason = fields.text("reason");
  return fields.take_problem();
}

}  // namespace berm::plan
