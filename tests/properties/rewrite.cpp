#include "tests/properties/rewrite.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <string_view>
#include <vector>

namespace berm::properties {
namespace {

using Json = nlohmann::json;

constexpr const char* kModule = "module.moved";

// Where attributes that are not known stand, as pointers below `after`.
void collect(const Json& mask, const Json::json_pointer& at, std::vector<Json::json_pointer>& out) {
  if (mask.is_boolean() && mask.get<bool>()) out.push_back(at);
  if (mask.is_object()) {
    for (const auto& [key, part] : mask.items()) collect(part, at / key, out);
  }
  for (size_t i = 0; mask.is_array() && i < mask.size(); ++i) collect(mask[i], at / i, out);
}

// The block of a change in the configuration; null where there is none.
Json block_of(const Json& plan, const Json& change) {
  static const std::regex kIndex(R"(\[[^\]]*\])");
  std::string module_address = std::regex_replace(change.value("module_address", ""), kIndex, "");
  Json module = plan.value("/configuration/root_module"_json_pointer, Json::object());
  for (size_t at = 0; at < module_address.size();) {
    at += std::string_view("module.").size();
    size_t end = std::min(module_address.find('.', at), module_address.size());
    module = module.value(Json::json_pointer("/module_calls/" + module_address.substr(at, end - at) + "/module"),
                          Json::object());
    at = end + 1;
  }
  std::string address = change.value("type", "") + "." + change.value("name", "");
  for (const Json& resource : module.value("resources", Json::array())) {
    if (resource.value("address", "") == address) return resource;
  }
  return nullptr;
}

// What the author's expression of an attribute refers to, as the plan writes it.
Json references_of(const Json& plan, const Json& change, const std::string& attribute) {
  Json block = block_of(plan, change);
  if (!block.is_object()) return Json::array();
  Json written = block.value("expressions", Json::object()).value(attribute, Json());
  return written.is_object() ? written.value("references", Json::array()) : Json::array();
}

// Whether an expression is made from more than variables.
bool refers_to_resources(const Json& expression) {
  if (!expression.is_structured()) return false;
  for (const Json& reference : expression.is_object() ? expression.value("references", Json::array()) : Json::array()) {
    if (!reference.get<std::string>().starts_with("var.")) return true;
  }
  return std::ranges::any_of(expression, refers_to_resources);
}

// Values of attributes that others refer to, or that refer to others, can't be made up.
bool is_free(const Json& plan, const Json& change, const Json::json_pointer& at) {
  std::string attribute = at.to_string().substr(1, at.to_string().find('/', 1) - 1);
  std::string block = change.value("type", "") + "." + change.value("name", "");
  std::string text = plan.value("configuration", Json::object()).dump();
  bool referred = text.find("\"" + block + "." + attribute) != std::string::npos ||
                  text.find("\"" + block + "[") != std::string::npos ||
                  text.find("\"" + block + "\"]") != std::string::npos ||
                  text.find("[\"" + block + "\"") != std::string::npos;
  Json own = block_of(plan, change);
  Json written = own.is_object() ? own.value("expressions", Json::object()).value(attribute, Json()) : Json();
  return !referred && !refers_to_resources(written);
}

// The reference to an attribute of a resource instance, as one of the same module writes it with a literal key.
std::string reference_to(const Json& change, const std::string& attribute) {
  std::string index = change.contains("index") ? "[" + change["index"].dump() + "]" : "";
  return change.value("type", "") + "." + change.value("name", "") + index + "." + attribute;
}

// Whether that is the only thing a scalar of `change` is made from.
bool is_made_from(const Json& plan, const Json& change, const std::string& attribute, const std::string& reference) {
  Json references = references_of(plan, change, attribute);
  bool first = !references.empty() && references[0] == reference;
  return first && std::ranges::all_of(
                      references, [&](const Json& other) { return reference.starts_with(other.get<std::string>()); });
}

Json any_value(Random& random) {
  static const std::vector<Json> kValues = {
      true,
      false,
      0,
      7,
      443,
      "",
      "private",
      "10.0.0.0/8",
      "0.0.0.0/0",
      "none",
      Json(nullptr),
      "arn:aws:iam::111122223333:role/a",
      Json::array(),
      Json::object(),
      Json::array({"0.0.0.0/0"}),
      R"({"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]})"};
  return kValues[std::uniform_int_distribution<size_t>(0, kValues.size() - 1)(random)];
}

std::string moved(const std::string& address) { return std::string(kModule) + "." + address; }

void move(Json& resource) {
  resource["address"] = moved(resource.value("address", ""));
  std::string module = resource.value("module_address", "");
  resource["module_address"] = module.empty() ? kModule : moved(module);
  if (resource.contains("previous_address")) resource["previous_address"] = moved(resource["previous_address"]);
}

void move_state(Json& module) {
  for (Json& resource : module["resources"]) resource["address"] = moved(resource.value("address", ""));
  for (Json& child : module["child_modules"]) {
    child["address"] = moved(child.value("address", ""));
    move_state(child);
  }
}

}  // namespace

std::optional<std::string> learn(const std::string& text, Random& random) {
  Json plan = Json::parse(text);
  std::vector<std::pair<size_t, Json::json_pointer>> places;
  Json& changes = plan["resource_changes"];
  for (size_t i = 0; i < changes.size(); ++i) {
    std::vector<Json::json_pointer> unknown;
    collect(changes[i]["change"].value("after_unknown", Json()), Json::json_pointer(), unknown);
    for (const auto& at : unknown) {
      if (!at.empty() && is_free(plan, changes[i], at)) places.emplace_back(i, at);
    }
  }
  if (places.empty()) return std::nullopt;
  auto [index, at] = places[std::uniform_int_distribution<size_t>(0, places.size() - 1)(random)];
  Json& change = changes[index]["change"];
  change["after_unknown"][at] = false;
  Json value = any_value(random);
  // `configured` takes what the author wrote for a value, so that what is written does not turn out to be null.
  bool written = !references_of(plan, changes[index], at.to_string().substr(1)).empty();
  change["after"][at] = written && value.is_null() ? Json("private") : value;
  return plan.dump();
}

std::optional<std::string> learn_id(const std::string& text, Random& random) {
  Json plan = Json::parse(text);
  Json& changes = plan["resource_changes"];
  std::vector<size_t> unknown;
  for (size_t i = 0; i < changes.size(); ++i) {
    if (changes[i]["change"].value("/after_unknown/id"_json_pointer, Json()) == true) unknown.push_back(i);
  }
  if (unknown.empty()) return std::nullopt;
  Json& target = changes[unknown[std::uniform_int_distribution<size_t>(0, unknown.size() - 1)(random)]];
  std::string id = "id-" + std::to_string(random()), reference = reference_to(target, "id");
  auto set = [&](Json& change, const std::string& attribute) {
    change["change"]["after_unknown"][attribute] = false;
    change["change"]["after"][attribute] = id;
  };
  set(target, "id");
  for (Json& change : changes) {
    if (change.value("module_address", "") != target.value("module_address", "")) continue;
    Json mask = change["change"].value("after_unknown", Json::object());
    for (const auto& [attribute, part] : mask.items()) {
      if (part == true && is_made_from(plan, change, attribute, reference)) set(change, attribute);
    }
  }
  return plan.dump();
}

std::string add_unrelated(const std::string& text) {
  Json plan = Json::parse(text);
  plan["resource_changes"].push_back({{"address", "terraform_data.unrelated"},
                                      {"mode", "managed"},
                                      {"type", "terraform_data"},
                                      {"name", "unrelated"},
                                      {"provider_name", "terraform.io/builtin/terraform"},
                                      {"change",
                                       {{"actions", {"create"}},
                                        {"before", nullptr},
                                        {"after", {{"input", "x"}}},
                                        {"after_unknown", {{"id", true}}}}}});
  return plan.dump();
}

std::string shuffle(const std::string& text, Random& random) {
  Json plan = Json::parse(text);
  Json& changes = plan["resource_changes"];
  std::shuffle(changes.begin(), changes.end(), random);
  return plan.dump();
}

std::string move_into_module(const std::string& text) {
  Json plan = Json::parse(text);
  for (const char* list : {"resource_changes", "resource_drift"}) {
    if (!plan.contains(list)) continue;
    for (Json& change : plan[list]) move(change);
  }
  if (plan.contains("prior_state") && plan["prior_state"].contains("values")) {
    Json root = std::exchange(plan["prior_state"]["values"]["root_module"], Json::object());
    move_state(root);
    root["address"] = kModule;
    plan["prior_state"]["values"]["root_module"]["child_modules"] = Json::array({root});
  }
  if (plan.contains("configuration") && plan["configuration"].contains("root_module")) {
    Json root = std::exchange(plan["configuration"]["root_module"], Json::object());
    plan["configuration"]["root_module"]["module_calls"]["moved"]["module"] = root;
  }
  return plan.dump();
}

}  // namespace berm::properties
