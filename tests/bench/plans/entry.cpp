#include "tests/bench/plans/entry.h"

namespace berm::bench {
namespace {

constexpr const char* kProvider = "registry.terraform.io/hashicorp/aws";

// The same with the next release.
Json renewed(const Json& values) {
  std::string text = values.dump();
  for (size_t at = 0; (at = text.find("<release>", at)) != text.npos;) text.insert(at + 8, "+");
  return Json::parse(text);
}

Json identity(const Stack& stack, const Resource& resource, bool with_module) {
  Json out = {{"address", stack.address(resource)}};
  if (with_module && !stack.in_root()) out["module_address"] = stack.module();
  out["mode"] = resource.mode;
  out["type"] = resource.type;
  out["name"] = resource.name;
  std::string index = stack.index(resource);
  if (!index.empty()) out["index"] = index;
  out["provider_name"] = kProvider;
  return out;
}

struct Change {
  Json actions, before, after, unknown = Json::object(), before_sensitive = false, after_sensitive = false;
};

Change change_of(const Resource& resource, const nlohmann::json& broken, State state) {
  Said old = say(resource, broken, false);
  switch (state) {
    case State::Create: {
      Said fresh = say(resource, broken, true);
      return {{"create"}, nullptr, fresh.values, fresh.unknown, false, fresh.sensitive};
    }
    case State::Update:
      return {{can_update(resource) ? "update" : "no-op"},
              old.values,
              renewed(old.values),
              Json::object(),
              old.sensitive,
              old.sensitive};
    case State::Replace: {
      Said fresh = say(resource, broken, true);
      return {{"delete", "create"}, old.values, renewed(fresh.values), fresh.unknown, old.sensitive, fresh.sensitive};
    }
    case State::Delete: return {{"delete"}, old.values, nullptr, Json::object(), old.sensitive, false};
    case State::NoOp: break;
  }
  return {{"no-op"}, old.values, old.values, Json::object(), old.sensitive, old.sensitive};
}

Json to_json(const Change& change) {
  return {{"actions", change.actions},
          {"before", change.before},
          {"after", change.after},
          {"after_unknown", change.unknown},
          {"before_sensitive", change.before_sensitive},
          {"after_sensitive", change.after_sensitive}};
}

Json with_values(Json out, const Resource& resource, const Json& values, const Json& sensitive) {
  out["schema_version"] = resource.schema;
  out["values"] = values;
  out["sensitive_values"] = sensitive;
  return out;
}

Json repetition(const Stack& stack, const Resource& resource) {
  if (resource.count) return {{"count_expression", {{"constant_value", resource.count}}}};
  if (stack.place == Place::RootCount) return {{"count_expression", {{"references", {"var.workers"}}}}};
  if (stack.place == Place::RootForEach) return {{"for_each_expression", {{"references", {"var." + stack.name}}}}};
  return Json::object();
}

}  // namespace

bool can_update(const Resource& resource) { return resource.written.dump().find("<release>") != std::string::npos; }

Json change_entry(const Stack& stack, const Resource& resource, const nlohmann::json& broken, State state) {
  Json out = identity(stack, resource, true);
  out["change"] = to_json(change_of(resource, broken, state));
  if (state == State::Replace) {
    out["change"]["replace_paths"] = {{resource.replaced_by.empty() ? "bucket" : resource.replaced_by}};
    out["action_reason"] = "replace_because_cannot_update";
  } else if (state == State::Delete) {
    out["action_reason"] = stack.place == Place::RootCount ? "delete_because_count_index" : "delete_because_each_key";
  }
  return out;
}

Json drift_entry(const Stack& stack, const Resource& resource, const nlohmann::json& broken) {
  Json out = identity(stack, resource, true);
  out["change"] = to_json(change_of(resource, broken, State::Update));
  return out;
}

Json planned_entry(const Stack& stack, const Resource& resource, const nlohmann::json& broken, State state) {
  Change change = change_of(resource, broken, state);
  return with_values(identity(stack, resource, false), resource, change.after, change.after_sensitive);
}

Json prior_entry(const Stack& stack, const Resource& resource, const nlohmann::json& broken) {
  Said said = say(resource, broken, false);
  return with_values(identity(stack, resource, false), resource, said.values, said.sensitive);
}

Json module_configuration(const Stack& stack) {
  Json resources = Json::array();
  for (const Resource& resource : stack.resources) {
    std::string address = (resource.mode == "data" ? "data." : "") + resource.type + "." + resource.name;
    Json& out = resources.emplace_back(Json{{"address", address},
                                            {"mode", resource.mode},
                                            {"type", resource.type},
                                            {"name", resource.name},
                                            {"provider_config_key", "aws"},
                                            {"expressions", expressions(stack, resource)},
                                            {"schema_version", resource.schema}});
    out.update(repetition(stack, resource));
  }
  Json module = {{"resources", resources}};
  if (stack.in_root()) return module;
  Json& declared = module["variables"] = Json::object();
  for (const std::string& name : variables(stack)) declared[name] = Json::object();
  return module;
}

Json module_call(const Stack& stack) {
  Json expressions = Json::object();
  bool own = stack.place == Place::ModuleEach;
  for (const std::string& name : variables(stack)) {
    if (name == "key") {
      expressions[name] = own ? Json{{"constant_value", "<key>"}} : Json{{"references", {"each.key"}}};
    } else {
      expressions[name] = {{"references", own ? Json{"var." + name} : Json{"each.value." + name, "each.value"}}};
    }
  }
  Json out = {{"source", "./modules/" + stack.name}, {"expressions", expressions}};
  if (!own) out["for_each_expression"] = {{"references", {"var." + stack.name}}};
  out["module"] = module_configuration(stack);
  return out;
}

}  // namespace berm::bench
