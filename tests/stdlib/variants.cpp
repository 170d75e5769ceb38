#include "tests/stdlib/variants.h"

#include <algorithm>

#include "nlohmann/json.hpp"

namespace berm::stdlib_tests {
namespace {

using Json = nlohmann::json;

constexpr const char* kModule = "module.m[\"k\"]";

// Visits each resource change, wherever the plan lists it.
void each_change(Json& plan, const std::function<void(Json&)>& visit) {
  for (const char* list : {"resource_changes", "resource_drift"}) {
    if (plan.contains(list)) std::ranges::for_each(plan[list], visit);
  }
  if (!plan.contains("deferred_changes")) return;
  for (Json& deferred : plan["deferred_changes"]) visit(deferred["resource_change"]);
}

// Visits each resource of the prior state.
void each_in_state(Json& module, const std::function<void(Json&)>& visit) {
  if (module.contains("resources")) std::ranges::for_each(module["resources"], visit);
  if (!module.contains("child_modules")) return;
  for (Json& child : module["child_modules"]) {
    visit(child);
    each_in_state(child, visit);
  }
}

Json* state_of(Json& plan) {
  Json::json_pointer root("/prior_state/values/root_module");
  return plan.contains(root) ? &plan[root] : nullptr;
}

std::string prefixed(const std::string& address) { return std::string(kModule) + "." + address; }

void move_configuration(Json& root) {
  Json inner = Json::object();
  for (const char* part : {"resources", "module_calls"}) {
    if (!root.contains(part)) continue;
    inner[part] = root[part];
    root.erase(part);
  }
  Json keys = {{"references", {"var.keys"}}};
  root["module_calls"] = {{"m", {{"source", "./m"}, {"for_each_expression", keys}, {"module", inner}}}};
}

void move_state(Json& root) {
  each_in_state(root, [](Json& at) { at["address"] = prefixed(at["address"]); });
  Json inner = std::move(root);
  inner["address"] = kModule;
  root = {{"child_modules", Json::array({std::move(inner)})}};
}

// "aws_vpc.main", "data.aws_ami.a": as the configuration names it.
std::string block_of(const Json& change) {
  std::string block = change["type"].get<std::string>() + "." + change["name"].get<std::string>();
  return change["mode"] == "data" ? "data." + block : block;
}

using Blocks = std::map<std::string, std::string>;  // "aws_vpc.main" → "aws_vpc.main[\"k\"]"

// `aws_vpc.main.id` → `aws_vpc.main["k"].id`; `aws_vpc.main` → `aws_vpc.main["k"]`, `aws_vpc.main`: as Terraform lists
// them.
std::vector<std::string> indexed(const std::string& reference, const Blocks& blocks) {
  for (const auto& [block, instance] : blocks) {
    if (reference == block) return {instance, block};
    if (reference.starts_with(block + ".")) return {instance + reference.substr(block.size())};
  }
  return {reference};
}

void index_references(Json& configuration, const Blocks& blocks) {
  if (configuration.is_object() && configuration.contains("references")) {
    Json references = Json::array();
    for (const Json& reference : configuration["references"]) {
      for (std::string& name : indexed(reference, blocks)) references.push_back(std::move(name));
    }
    configuration["references"] = std::move(references);
    return;
  }
  if (!configuration.is_structured()) return;
  for (Json& part : configuration) index_references(part, blocks);
}

void repeat_blocks(Json& module, const Blocks& blocks) {
  if (module.contains("resources")) {
    for (Json& resource : module["resources"]) {
      if (blocks.contains(resource["address"])) resource["for_each_expression"] = {{"references", {"var.keys"}}};
    }
  }
  if (!module.contains("module_calls")) return;
  for (Json& call : module["module_calls"]) repeat_blocks(call["module"], blocks);
}

bool is_of(const Json& change, const std::vector<std::string>& types) {
  std::string type = change["type"];
  if (change["mode"] == "data") type = "data." + type;
  return std::ranges::find(types, type) != types.end();
}

bool is(const Json& change, std::initializer_list<const char*> actions) {
  return change["change"]["actions"] == Json(std::vector<std::string>(actions.begin(), actions.end()));
}

// Nothing where no resource of these types changes, or one of them in a way that `turn` has no use for.
std::optional<Variant> turned(const std::string& text, const std::vector<std::string>& types,
                              const std::function<bool(Json&)>& turn) {
  Json plan = Json::parse(text);
  Variant out;
  for (Json& change : plan["resource_changes"]) {
    if (!is_of(change, types)) continue;
    if (!turn(change)) return std::nullopt;
    out.moved[change["address"]] = change["address"];
  }
  if (out.moved.empty()) return std::nullopt;
  out.json = plan.dump();
  return out;
}

}  // namespace

Variant in_module(const std::string& text) {
  Json plan = Json::parse(text);
  Variant out;
  each_change(plan, [&](Json& change) {
    std::string address = change["address"], module = change.value("module_address", "");
    out.moved[address] = prefixed(address);
    change["address"] = prefixed(address);
    change["module_address"] = module.empty() ? kModule : prefixed(module);
  });
  if (plan.contains("configuration")) move_configuration(plan["configuration"]["root_module"]);
  if (Json* state = state_of(plan)) move_state(*state);
  out.json = plan.dump();
  return out;
}

Variant with_for_each(const std::string& text) {
  Json plan = Json::parse(text);
  Variant out;
  Blocks blocks;
  each_change(plan, [&](Json& change) {
    std::string address = change["address"];
    if (change.contains("index")) {
      out.moved[address] = address;
      return;
    }
    change["index"] = "k";
    change["address"] = out.moved[address] = address + "[\"k\"]";
    blocks[block_of(change)] = block_of(change) + "[\"k\"]";
  });
  repeat_blocks(plan["configuration"]["root_module"], blocks);
  index_references(plan["configuration"], blocks);
  out.json = plan.dump();
  return out;
}

std::optional<Variant> replaced(const std::string& text, const std::vector<std::string>& types) {
  return turned(text, types, [](Json& change) {
    Json& values = change["change"];
    if (is(change, {"create"})) {
      values["before"] = values["after"];
    } else if (is(change, {"delete"})) {
      values["after"] = values["before"];
    } else if (!is(change, {"update"}) && !is(change, {"delete", "create"})) {
      return false;
    }
    values["actions"] = {"delete", "create"};
    return true;
  });
}

std::optional<Variant> deleted(const std::string& text, const std::vector<std::string>& types) {
  return turned(text, types, [](Json& change) {
    Json& values = change["change"];
    if (is(change, {"create"})) values["before"] = values["after"];
    if (is(change, {"forget"}) || is(change, {"read"})) return false;
    values["actions"] = {"delete"};
    values["after"] = nullptr;
    values["after_unknown"] = Json::object();
    return true;
  });
}

}  // namespace berm::stdlib_tests
