#include "tests/bench/plans/stacks.h"

#include <fstream>
#include <map>

#include "base/text.h"

namespace berm::bench {

namespace {

using nlohmann::json;

const json kTags =
    json::parse(R"({"Name": "<key>", "cost-centre": "cc-<pick:cc:0412|0413|0518|0777>", "environment": "<env>",
                                   "managed-by": "terraform", "owner": "<team>", "release": "<release>"})");

void add_plain(Resource& out, const json& in, const char* member, const json& value) {
  if (!in.contains(member)) return;
  for (std::string_view name : split(in[member].get_ref<const std::string&>(), ' '))
    out.defaults[std::string(name)] = value;
}

Resource read_resource(const json& in) {
  Resource out;
  out.mode = in.value("mode", "managed");
  out.type = in.at("type");
  out.name = in.at("name");
  out.replaced_by = in.value("replaced_by", "");
  out.count = in.value("count", 0);
  out.schema = in.value("schema", 0);
  out.written = in.value("written", json::object());
  out.defaults = in.value("default", json::object());
  out.provider = in.value("provider", json::object());
  add_plain(out, in, "null", nullptr);
  add_plain(out, in, "none", json::array());
  if (in.value("tags", false)) {
    out.written["tags"] = {{"$var", "tags"}, {"is", kTags}};
    out.defaults["tags_all"] = kTags;
  }
  if (in.contains("broken")) out.broken = in["broken"].get<std::vector<json>>();
  return out;
}

Place read_place(const std::string& text) {
  static const std::map<std::string, Place> kPlaces = {{"root for_each", Place::RootForEach},
                                                       {"root count", Place::RootCount},
                                                       {"module for_each", Place::ModuleForEach},
                                                       {"nested for_each", Place::NestedForEach},
                                                       {"module each", Place::ModuleEach}};
  return kPlaces.at(text);
}

std::vector<Stack> read_stacks() {
  std::vector<Stack> out;
  std::ifstream file(BERM_BENCH_STACKS);
  for (const json& in : json::parse(file)) {
    Stack stack{in.at("name"), read_place(in.at("place")), in.at("share")};
    for (const json& resource : in.at("resources")) stack.resources.push_back(read_resource(resource));
    out.push_back(std::move(stack));
  }
  return out;
}

}  // namespace

std::string Stack::module() const {
  switch (place) {
    case Place::RootForEach:
    case Place::RootCount: return "";
    case Place::ModuleForEach: return "module." + name + "[\"<key>\"]";
    case Place::NestedForEach: return "module.platform.module." + name + "[\"<key>\"]";
    case Place::ModuleEach: return "module." + name + "_<n>";
  }
  return "";
}

std::string Stack::index(const Resource& resource) const {
  if (resource.count) return "<#i>";
  if (place == Place::RootForEach) return "<key>";
  return place == Place::RootCount ? "<#n>" : "";
}

std::string Stack::address(const Resource& resource) const {
  std::string out = module() + (in_root() ? "" : ".");
  if (resource.mode == "data") out += "data.";
  out += resource.type + "." + resource.name;
  std::string at = index(resource);
  if (at.empty()) return out;
  return at.starts_with("<#") ? out + "[<" + at.substr(2) + "]" : out + "[\"" + at + "\"]";
}

const std::vector<Stack>& stacks() {
  static const std::vector<Stack> kStacks = read_stacks();
  return kStacks;
}

}  // namespace berm::bench
