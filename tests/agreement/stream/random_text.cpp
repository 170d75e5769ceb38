#include "tests/agreement/stream/random_text.h"

#include <algorithm>
#include <deque>
#include <nlohmann/json.hpp>
#include <vector>

#include "tests/agreement/plans/random_plan.h"

namespace berm::agreement {
namespace {

using Json = nlohmann::ordered_json;

// What repeats a resource or a module: its keys, as addresses have them.
struct Repeated {
  const char* by = nullptr;  // "count", "for_each"; null: there is one
  std::vector<Json> keys;    // of that one: null
};

struct Block {
  bool within;  // the module
  bool data;
  std::string type, name;
  Repeated repeated;
  Json expressions = Json::object();

  std::string address() const { return (data ? "data." : "") + type + "." + name; }
};

struct Instance {
  const Block* block;
  Json module_key, key;
  std::string module;  // its address
  std::string address;
  std::string id;
};

std::string in_brackets(const Json& key) { return key.is_null() ? "" : "[" + key.dump() + "]"; }

class Writer {
 public:
  explicit Writer(Choices& choices) : choices_(choices) {}

  std::string text() {
    make_blocks();
    make_instances();
    Json plan = {{"format_version", "1.2"}, {"terraform_version", "1.11.4"}};
    plan["variables"] = {{"v", {{"value", some_text()}}}};
    bool configuration_first = choices_.one_in(8), configured = !choices_.one_in(16);
    if (configuration_first && configured) plan["configuration"] = configuration();
    Json changes = Json::array(), drift = Json::array(), state = Json::object();
    for (const Instance& instance : instances_) add(instance, changes, drift, state);
    if (!drift.empty()) plan["resource_drift"] = drift;
    plan["resource_changes"] = changes;
    if (choices_.one_in(3)) plan["output_changes"] = {{"o", output()}};
    if (!choices_.one_in(4)) plan["prior_state"] = {{"format_version", "1.0"}, {"values", values_of(state)}};
    if (!deferred_.empty()) plan["deferred_changes"] = deferred_;
    if (!configuration_first && configured) plan["configuration"] = configuration();
    return plan.dump(choices_.one_in(3) ? 2 : -1);
  }

 private:
  Repeated repeated() {
    switch (choices_.below(5)) {
      case 0: return {"count", {0}};
      case 1: return {"count", {0, 1}};
      case 2: return {"for_each", {"a", "b"}};
      default: return {nullptr, {nullptr}};
    }
  }

  void make_blocks() {
    static constexpr const char* kManaged[] = {kTypes[0], kTypes[0], kTypes[1], "v"};
    bool module = choices_.one_in(2);
    if (module) module_ = repeated();
    for (size_t i = 0, count = 3 + choices_.below(8); i < count; ++i) {
      bool data = choices_.one_in(6);
      std::string type = data ? "aws_iam_policy_document" : choices_.of(kManaged);
      blocks_.push_back({module && choices_.one_in(2), data, type, "n" + std::to_string(i), repeated(), {}});
    }
    for (Block& block : blocks_) {
      for (const char* attribute : kAttributes) {
        if (choices_.one_in(2)) block.expressions[attribute] = written(attribute, block);
      }
    }
    passed_ = expression(false, nullptr);
    put_out_ = expression(true, nullptr);
  }

  Json written(std::string_view attribute, const Block& block) {
    if (attribute != "blocks" || choices_.one_in(4)) return expression(block.within, &block);
    Json all = Json::array();
    for (uint32_t i = choices_.below(3); i > 0; --i) {
      Json one = Json::object();
      for (const char* key : {"a", "b"}) {
        if (choices_.one_in(2)) one[key] = expression(block.within, &block);
      }
      all.push_back(one);
    }
    return all;
  }

  // `of`: null where nothing repeats.
  Json expression(bool within, const Block* of) {
    Json references = Json::array();
    auto refer = [&](std::initializer_list<std::string> texts) {
      for (const std::string& text : texts) references.push_back(text);
    };
    for (uint32_t i = choices_.one_in(5) ? 2 : 1; i > 0; --i) {
      switch (choices_.below(10)) {
        case 0: return {{"constant_value", some_text()}};
        case 1: return Json::object();
        case 2:
          if (within) refer({"var.v"});
          break;
        case 3:
          if (!within && module_.keys.empty()) break;
          if (!within && choices_.one_in(3)) {
            refer({"module.m"});
          } else if (!within) {
            std::string call = "module.m" + in_brackets(choices_.of(module_.keys));
            refer({call + ".o", call, "module.m"});
          }
          break;
        case 4:
          if (of && of->repeated.by) refer({*of->repeated.by == 'c' ? "count.index" : "each.key"});
          break;
        case 5:
          if (of && of->repeated.by && *of->repeated.by == 'f') refer({"each.value.id", "each.value"});
          break;
        case 6:
          if (choices_.one_in(4)) refer({"local.l"});
          break;
        default: add_resource(within, of, references);
      }
    }
    return references.empty() ? Json::object() : Json{{"references", references}};
  }

  void add_resource(bool within, const Block* of, Json& references) {
    static constexpr const char* kAsked[] = {"id", "id", "arn", "name", "bucket", "list"};
    const Block& to = choices_.of(blocks_);
    if (to.within != within) return;
    std::string one = to.address();
    if (to.repeated.by && choices_.one_in(2)) {
      references.push_back(one);
      if (of && of->repeated.by && choices_.one_in(2)) references.push_back("each.key");
      return;
    }
    one += in_brackets(choices_.of(to.repeated.keys));
    references.push_back(one + "." + (to.data && choices_.one_in(2) ? "json" : choices_.of(kAsked)));
    references.push_back(one);
    if (one != to.address()) references.push_back(to.address());
  }

  void make_instances() {
    for (const Block& block : blocks_) {
      for (const Json& module_key : block.within ? module_.keys : std::vector<Json>{nullptr}) {
        for (const Json& key : block.repeated.keys) {
          std::string module = block.within ? "module.m" + in_brackets(module_key) : "";
          std::string address = (module.empty() ? "" : module + ".") + block.address() + in_brackets(key);
          instances_.push_back({&block, module_key, key, module, address, "id-" + std::to_string(instances_.size())});
        }
      }
    }
  }

  Json named(const Instance& instance) {
    const Block& block = *instance.block;
    Json out = {{"address", instance.address}};
    if (choices_.one_in(12)) out["previous_address"] = choices_.of(instances_).address;
    if (!instance.module.empty()) out["module_address"] = instance.module;
    out["mode"] = block.data ? "data" : "managed";
    out["type"] = block.type;
    out["name"] = block.name;
    if (!instance.key.is_null()) out["index"] = instance.key;
    return out;
  }

  void add(const Instance& instance, Json& changes, Json& drift, Json& state) {
    static const std::vector<std::string> kActions[] = {
        {"no-op"},  {"no-op"},  {"create"},           {"create"},
        {"update"}, {"delete"}, {"delete", "create"}, {"create", "delete"},
        {"forget"}};
    std::vector<std::string> actions = instance.block->data ? std::vector<std::string>{"read"} : choices_.of(kActions);
    auto has = [&](const char* action) { return std::ranges::find(actions, action) != actions.end(); };
    bool exists = !has("create") || actions.size() > 1, stays = !has("delete") || actions.size() > 1;
    stays = stays && !has("forget");
    exists = exists && !has("read");
    Json before = exists ? attributes(instance, nullptr) : Json();
    Json unknown = Json::object(), after;
    if (stays) after = has("no-op") ? before : attributes(instance, &unknown);
    if (has("update")) {
      after["id"] = before["id"];
      unknown.erase("id");
    }
    Json change = {{"actions", actions}, {"before", before}, {"after", after}, {"after_unknown", unknown}};
    change["before_sensitive"] = sensitive(before);
    change["after_sensitive"] = has("no-op") ? change["before_sensitive"] : sensitive(after);
    Json out = named(instance);
    if (choices_.one_in(10)) out["deposed"] = "00000001";
    out["provider_name"] = "registry.terraform.io/hashicorp/aws";
    out["change"] = change;
    if (choices_.one_in(4)) out["action_reason"] = "replace_because_cannot_update";
    // Data sources that were read early, and what a target leaves out, stand in the state only.
    bool planned = !choices_.one_in(8);
    if (planned && choices_.one_in(12)) deferred_.push_back({{"reason", "unknown"}, {"resource_change", out}});
    if (planned) changes.push_back(out);
    if (planned && exists && choices_.one_in(12)) drift.push_back(out);
    if (exists || !planned) add_state(instance, exists ? before : attributes(instance, nullptr), state);
  }

  void add_state(const Instance& instance, const Json& values, Json& state) {
    Json out = named(instance);
    out.erase("module_address");
    out.erase("previous_address");
    out["provider_name"] = "registry.terraform.io/hashicorp/aws";
    out["schema_version"] = 0;
    out["values"] = values;
    state[instance.module].push_back(out);
  }

  static Json values_of(const Json& state) {
    Json root = Json::object();
    for (const auto& [module, resources] : state.items()) {
      if (module.empty()) {
        root["resources"] = resources;
      } else {
        root["child_modules"].push_back({{"resources", resources}, {"address", module}});
      }
    }
    return {{"root_module", root}};
  }

  // `unknown`: null where everything is known.
  Json attributes(const Instance& instance, Json* unknown) {
    Json out = Json::object();
    auto set = [&](const char* name, auto make) {
      if (unknown && choices_.one_in(2))
        (*unknown)[name] = true;
      else
        out[name] = make();
    };
    set("id", [&] { return instance.id; });
    if (choices_.one_in(2)) set("arn", [&] { return "arn:aws:x:::" + instance.id; });
    if (choices_.one_in(2)) set("name", [&] { return "name-" + std::to_string(choices_.below(4)); });
    for (std::string_view name : kAttributes) {
      if (choices_.one_in(4)) continue;
      if (name == "list" || name == "blocks") {
        add_list(std::string(name), unknown, out);
      } else {
        set(name.data(), [&] { return some_text(); });
      }
    }
    if (instance.block->data && choices_.one_in(2)) out["statement"] = statements();
    return out;
  }

  void add_list(const std::string& name, Json* unknown, Json& out) {
    Json list = Json::array(), mask = Json::array();
    for (uint32_t i = choices_.below(3); i > 0; --i) {
      bool hidden = unknown && choices_.one_in(3);
      if (name == "list") {
        list.push_back(hidden ? Json() : some_text());
        mask.push_back(hidden);
      } else {
        list.push_back({{"b", some_text()}});
        mask.push_back(Json::object());
        if (hidden) mask.back()["a"] = true;
      }
    }
    if (unknown && choices_.one_in(4)) {
      (*unknown)[name] = true;
      return;
    }
    out[name] = list;
    if (unknown) (*unknown)[name] = mask;
  }

  // As the blocks of a policy document.
  static Json statements() {
    return Json::array(
        {{{"effect", "Allow"}, {"actions", {"s3:*"}}, {"resources", {"*"}}, {"principals", Json::array()}}});
  }

  Json sensitive(const Json& values) {
    if (!values.is_object()) return false;
    Json out = Json::object();
    for (const auto& [name, value] : values.items()) {
      if (choices_.one_in(12)) out[name] = true;
    }
    return out;
  }

  Json some_text() {
    switch (choices_.below(5)) {
      case 0: return choices_.of(kTexts);
      case 1: return "name-" + std::to_string(choices_.below(4));
      case 2: return "in/" + one_id() + "/x";
      default: return one_id();
    }
  }
  std::string one_id() { return "id-" + std::to_string(choices_.below(12)); }

  Json output() {
    bool known = choices_.one_in(2);
    return {{"actions", {"create"}},
            {"before", nullptr},
            {"after", known ? some_text() : Json()},
            {"after_unknown", !known}};
  }

  Json configuration() {
    Json root = Json::object(), resources[2] = {Json::array(), Json::array()};
    for (const Block& block : blocks_) {
      if (choices_.one_in(24)) continue;
      Json one = {{"address", block.address()}, {"mode", block.data ? "data" : "managed"}};
      one["type"] = block.type;
      one["name"] = block.name;
      one["provider_config_key"] = "aws";
      one["expressions"] = block.expressions;
      one["schema_version"] = 0;
      add_repetition(block.repeated, block.within, one);
      resources[block.within].push_back(one);
    }
    root["resources"] = resources[0];
    root["variables"] = {{"v", Json::object()}};
    if (!module_.keys.empty()) {
      Json call = {{"source", "./m"}, {"expressions", {{"v", passed_}}}};
      add_repetition(module_, false, call);
      call["module"] = {{"outputs", {{"o", {{"expression", put_out_}}}}},
                        {"resources", resources[1]},
                        {"variables", {{"v", Json::object()}}}};
      root["module_calls"] = {{"m", call}};
    }
    return {{"provider_config", {{"aws", {{"name", "aws"}, {"full_name", "registry.terraform.io/hashicorp/aws"}}}}},
            {"root_module", root}};
  }

  void add_repetition(const Repeated& repeated, bool within, Json& out) {
    if (!repeated.by) return;
    out[std::string(repeated.by) + "_expression"] =
        *repeated.by == 'c' ? Json{{"constant_value", repeated.keys.size()}} : expression(within, nullptr);
  }

  Choices& choices_;
  std::deque<Block> blocks_;
  Repeated module_;  // without keys: there is none
  Json passed_, put_out_, deferred_ = Json::array();
  std::vector<Instance> instances_;
};

}  // namespace

std::string random_plan_text(Choices& choices) { return Writer(choices).text(); }

}  // namespace berm::agreement
