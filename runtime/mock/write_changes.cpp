// Planned changes, drift, deferred changes and the prior state.
#include "runtime/mock/writer.h"

namespace berm::mock {

using facts::Member;
using facts::ResourceChange;
using facts::StateResource;
using facts::Value;

template <typename Resource>
void Writer::names(const Resource& resource) {
  text("address", resource.address);
  text("mode", resource.mode);
  text("type", resource.type);
  text("name", resource.name);
  if (!resource.index.empty()) {
    json_.key("index");
    json_.raw(redactor_.text(resource.index));  // JSON already
  }
  text("provider_name", resource.provider_name);
}

void Writer::changes(std::string_view name, const std::vector<ResourceChange>& changes) {
  if (changes.empty() && name != kChanges) return;  // without it, the file is no plan
  json_.key(name);
  json_.open('[');
  for (const ResourceChange& each : changes) {
    if (!reach_.has(facts::type_of(each.mode, each.type))) continue;
    json_.open('{');
    if (each.deferred) {
      text("reason", each.deferred_reason);
      json_.key("resource_change");
      json_.open('{');
    }
    change(each);
    if (each.deferred) json_.close('}');
    json_.close('}');
  }
  json_.close(']');
}

void Writer::change(const ResourceChange& change) {
  names(change);
  text("previous_address", change.previous_address);
  text("module_address", change.module_address);
  text("deposed", change.deposed);
  text("action_reason", change.action_reason);
  json_.key("change");
  json_.open('{');
  actions(change.actions);
  std::string type = facts::type_of(change.mode, change.type);
  std::vector<Member> before, after;
  sides(filtered(type, change.before, before), filtered(type, change.after, after));
  if (!change.replace_paths.is_null()) {
    json_.key("replace_paths");
    value(change.replace_paths);
  }
  if (change.importing) {
    json_.key("importing");
    json_.open('{');
    json_.close('}');
  }
  json_.close('}');
}

void Writer::actions(uint8_t actions) {
  struct Name {
    uint8_t action;
    std::string_view name;
  };
  constexpr Name kNames[] = {{facts::kDelete, "delete"}, {facts::kCreate, "create"}, {facts::kUpdate, "update"},
                             {facts::kRead, "read"},     {facts::kNoOp, "no-op"},    {facts::kForget, "forget"},
                             {facts::kOther, "other"}};
  json_.key("actions");
  json_.open('[');
  for (const Name& each : kNames) {
    if (actions & each.action) json_.text(each.name);
  }
  json_.close(']');
}

// One module a child of the root: the reader takes each address as it stands.
void Writer::state() {
  if (plan_.prior_state.empty()) return;
  json_.key("prior_state");
  json_.open('{');
  json_.key("values");
  json_.open('{');
  json_.key("root_module");
  json_.open('{');
  json_.key("child_modules");
  json_.open('[');
  for (const StateResource& resource : plan_.prior_state) {
    if (reach_.has(facts::type_of(resource.mode, resource.type))) state_resource(resource);
  }
  json_.close(']');
  json_.close('}');
  json_.close('}');
  json_.close('}');
}

void Writer::state_resource(const StateResource& resource) {
  json_.open('{');
  text("address", resource.module_address);
  json_.key("resources");
  json_.open('[');
  json_.open('{');
  names(resource);
  text("deposed_key", resource.deposed);
  std::vector<Member> kept;
  Value values = filtered(facts::type_of(resource.mode, resource.type), resource.values, kept);
  json_.key("values");
  value(values);
  json_.key("sensitive_values");
  mask(values, Mask::Sensitive);
  json_.close('}');
  json_.close(']');
  json_.close('}');
}

}  // namespace berm::mock
