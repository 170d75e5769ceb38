#include "tests/bench/plans/said.h"

#include <set>

#include "tests/bench/plans/text.h"

namespace berm::bench {
namespace {

using nlohmann::json;

// A value on its way: `unknown` and `sensitive` are null where nothing is said of a plain value.
struct Part {
  json value, unknown, sensitive;
  bool is_unknown() const { return unknown == true; }
};

const json* mark(const json& value, const char* name) {
  return value.is_object() && value.contains(name) ? &value[name] : nullptr;
}

bool is_marked(const json& value) {
  for (const char* name : {"$var", "$secret", "$ref", "$known", "$json"}) {
    if (mark(value, name)) return true;
  }
  return false;
}

// What a marked value is, once it is known.
json settled(const json& value) {
  if (const json* document = mark(value, "$json")) return settled(*document).dump();
  if (is_marked(value)) return settled(value["is"]);
  if (!value.is_structured()) return value;
  json out = value;
  for (json& element : out) element = settled(element);
  return out;
}

bool has_reference(const json& value) {
  if (mark(value, "$ref")) return true;
  if (value.is_structured()) {
    for (const json& element : value) {
      if (has_reference(element)) return true;
    }
  }
  return false;
}

Part say(const json& value, bool fresh);

Part say_members(const json& object, bool fresh) {
  Part out{json::object(), json::object(), json::object()};
  for (auto& [name, member] : object.items()) {
    Part part = say(member, fresh);
    if (!part.is_unknown()) out.value[name] = part.value;
    if (!part.unknown.is_null()) out.unknown[name] = part.unknown;
    if (!part.sensitive.is_null()) out.sensitive[name] = part.sensitive;
  }
  return out;
}

Part say_elements(const json& list, bool fresh) {
  Part out{json::array(), json::array(), json::array()};
  for (const json& element : list) {
    Part part = say(element, fresh);
    out.value.push_back(part.is_unknown() ? json() : part.value);
    out.unknown.push_back(part.unknown.is_null() ? json(false) : part.unknown);
    out.sensitive.push_back(part.sensitive.is_null() ? json(false) : part.sensitive);
  }
  return out;
}

Part say(const json& value, bool fresh) {
  if (mark(value, "$json")) return {settled(value), fresh && has_reference(value) ? json(true) : json(), nullptr};
  if (mark(value, "$ref") && fresh) return {nullptr, true, nullptr};
  if (mark(value, "$secret")) return {settled(value), nullptr, true};
  if (is_marked(value)) return say(value["is"], fresh);
  if (value.is_object()) return say_members(value, fresh);
  if (value.is_array()) return say_elements(value, fresh);
  return {value, nullptr, nullptr};
}

bool anything_unknown(const json& unknown) {
  if (!unknown.is_structured()) return unknown == true;
  for (const json& element : unknown) {
    if (anything_unknown(element)) return true;
  }
  return false;
}

// ---- configuration

void gather(const json& value, std::set<std::string>& variables) {
  for (const char* name : {"$var", "$secret"}) {
    if (const json* variable = mark(value, name)) variables.insert(variable->get<std::string>());
  }
  if (!value.is_structured()) return;
  for (const json& element : value) gather(element, variables);
}

// What stands for the instance in an expression.
std::string each(const Stack& stack) {
  if (stack.place == Place::RootCount) return "count.index";
  return stack.in_root() ? "each.key" : "var.key";
}

void add_references(const Stack& stack, const Resource& resource, const json& value, std::vector<std::string>& out) {
  if (mark(value, "$var") || mark(value, "$secret")) {
    const json& name = mark(value, "$var") ? value["$var"] : value["$secret"];
    out.push_back(stack.in_root() ? stack.place == Place::RootCount ? "var.workers" : "each.value"
                                  : "var." + name.get<std::string>());
  } else if (mark(value, "$ref") || mark(value, "$known")) {
    std::string path = mark(value, "$ref") ? value["$ref"] : value["$known"];
    std::string whole = path.substr(0, path.find('.', path.find('.') + 1));
    if (!stack.in_root() && !resource.count && whole != path) out.push_back(path);
    out.push_back(whole);
    if (stack.in_root()) out.push_back(each(stack));
    if (whole == path) out.push_back("count.index");
  } else if (value.is_structured()) {
    for (const json& element : value) add_references(stack, resource, element, out);
  } else if (value.is_string() && Text::varies(value.get<std::string>())) {
    out.push_back(each(stack));
  }
}

Json expression(const Stack& stack, const Resource& resource, const json& value) {
  bool blocks = value.is_array() && !value.empty() && value[0].is_object() && !is_marked(value[0]);
  if (blocks) {
    Json out = Json::array();
    for (const json& block : value) {
      Json& written = out.emplace_back(Json::object());
      for (auto& [name, member] : block.items()) {
        if (!member.is_null() && member != json::array()) written[name] = expression(stack, resource, member);
      }
    }
    return out;
  }
  std::vector<std::string> references;
  add_references(stack, resource, value, references);
  std::set<std::string> seen;
  std::erase_if(references, [&](const std::string& reference) { return !seen.insert(reference).second; });
  if (!references.empty()) return {{"references", references}};
  // A call of a function is no constant.
  return mark(value, "$json") ? Json::object() : Json{{"constant_value", value}};
}

}  // namespace

Said say(const Resource& resource, const json& broken, bool fresh) {
  json attributes = resource.written;
  attributes.update(resource.defaults);
  attributes.update(broken);
  Part known = say(attributes, fresh);
  // What the provider computes, unless somebody wrote it.
  for (auto& [name, value] : resource.provider.items()) {
    if (attributes.contains(name)) continue;
    Part part = fresh ? Part{nullptr, true, nullptr} : say(value, false);
    if (!fresh) known.value[name] = part.value;
    if (!part.unknown.is_null()) known.unknown[name] = part.unknown;
    if (!part.sensitive.is_null()) known.sensitive[name] = part.sensitive;
  }
  if (!anything_unknown(known.unknown)) known.unknown = json::object();
  return {known.value, known.unknown, known.sensitive};
}

Json expressions(const Stack& stack, const Resource& resource) {
  Json out = Json::object();
  for (auto& [name, value] : resource.written.items()) out[name] = expression(stack, resource, value);
  return out;
}

std::vector<std::string> variables(const Stack& stack) {
  std::set<std::string> out;
  if (!stack.in_root()) out.insert("key");
  for (const Resource& resource : stack.resources) gather(resource.written, out);
  return {out.begin(), out.end()};
}

}  // namespace berm::bench
