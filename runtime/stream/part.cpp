#include "runtime/stream/part.h"

#include <algorithm>

#include "base/json_text.h"
#include "runtime/plan/configuration.h"
#include "runtime/plan/plan.h"
#include "runtime/relations/extent.h"
#include "runtime/stream/excerpt.h"

namespace berm::stream {
namespace {

using facts::ResourceChange;
using Types = std::set<std::string, std::less<>>;

// These are always read: they say how much the plan shows, and are small.
constexpr std::string_view kAlways[] = {
    "format_version",     "terraform_version",          "errored", "complete", "applyable", "deferred_changes",
    "action_invocations", "deferred_action_invocations"};

// "module.net.aws_vpc.this"
template <class Resource>
std::string block_of(const Resource& resource) {
  std::string out = plan::without_indexes(resource.module_address);
  if (!out.empty()) out += '.';
  return out.append(facts::type_of(resource.mode, resource.type)).append(1, '.').append(resource.name);
}

// "data.aws_ami" of `data.aws_ami.x`
std::string_view type_in(std::string_view address) { return address.substr(0, address.rfind('.')); }

std::string type_of(const Named& resource) { return facts::type_of(resource.mode, resource.type); }

// The address of the module with its instances, or something longer.
std::string_view module_in(const Named& resource) {
  std::string within = '.' + type_of(resource) + '.';
  size_t at = resource.address.rfind(within);
  return at == std::string_view::npos ? std::string_view() : resource.address.substr(0, at);
}

}  // namespace

void Parts::add_raw(std::string_view name, std::string& out) const {
  const RootMember* member = layout_.find(name);
  if (!member) return;
  out.append(json_quoted(name)).append(1, ':').append(source_.text(member->begin, member->end)).append(1, ',');
}

// Both are in the order of the plan; what is in both counts once.
std::string Parts::changes(const std::vector<Indexed>* others, std::vector<const Kept*>& kept) const {
  static const std::vector<Indexed> kNone;
  const std::vector<Indexed>& more = others ? *others : kNone;
  std::string out;
  size_t i = 0, j = 0;
  while (i < sifted_.kept.size() || j < more.size()) {
    bool own = i < sifted_.kept.size() && (j == more.size() || sifted_.kept[i].offset <= more[j].offset);
    if (!out.empty()) out += ',';
    kept.push_back(own ? &sifted_.kept[i] : nullptr);
    if (!own) {
      out += element(more[j++]);
      continue;
    }
    const Kept& each = sifted_.kept[i++];
    out += source_.text(each.offset, each.offset + each.size);
    if (j < more.size() && more[j].offset == each.offset) ++j;
  }
  return out;
}

std::string Parts::drift() const {
  std::string out;
  for (const Kept& each : sifted_.drift) {
    if (!out.empty()) out += ',';
    out += source_.text(each.offset, each.offset + each.size);
  }
  return out;
}

std::optional<Part> Parts::read(const Texts& texts) {
  Part part;
  std::string text = "{";
  for (std::string_view name : kAlways) add_raw(name, text);
  if (texts.variables || asks_for("terraform_variable")) add_raw("variables", text);
  if (asks_for("terraform_output")) add_raw("output_changes", text);
  if (asks_for("terraform_check")) add_raw("checks", text);
  if (!texts.configuration.empty()) text.append(R"("configuration":)").append(texts.configuration).append(1, ',');
  if (!texts.state.empty()) text.append(R"("prior_state":)").append(texts.state).append(1, ',');
  text.append(R"("resource_drift":[)").append(drift()).append("],");
  text.append(R"("resource_changes":[)").append(changes(texts.others, part.kept)).append("]}");
  Diagnostics diagnostics;
  auto plan = plan::read_plan_text(std::move(text), name_, diagnostics);
  if (!plan) return std::nullopt;
  part.plan = std::move(*plan);
  return part;
}

bool Parts::reads_state_early() const {
  return std::ranges::any_of(sieves_.types(),
                             [](const eval::TypePlan& type) { return type.name.starts_with("data."); });
}

bool Parts::add_state(const std::function<bool(const Named&)>& wanted, std::string& out) const {
  const RootMember* state = layout_.find("prior_state");
  if (!state) return true;
  auto text = excerpt_of_state(source_, *state, wanted);
  if (text) out = std::move(*text);
  return text.has_value();
}

std::optional<Part> Parts::first() {
  Texts texts;
  if (const RootMember* member = layout_.find("configuration")) {
    auto text = excerpt_of_configuration(source_, *member, {});
    if (!text) return std::nullopt;
    texts.configuration = std::move(*text);
  }
  auto asked = [&](const Named& resource) { return resource.mode == "data" && asks_for(type_of(resource)); };
  if (reads_state_early() && !add_state(asked, early_state_)) return std::nullopt;
  texts.state = early_state_;
  return read(texts);
}

std::optional<Part> Parts::with(const Wanted& asked, const facts::Plan& first) {
  const reference::Needs& needs = asked.needs;
  bool related = !needs.types.empty() || !asked.origins.empty();
  Blocks blocks;
  for (const auto* changes : {&first.changes, &first.deferred, &first.drift}) {
    for (const ResourceChange& change : *changes) blocks.insert(block_of(change));
  }
  for (const facts::StateResource& resource : first.prior_state) blocks.insert(block_of(resource));
  Texts texts{.variables = true};
  std::vector<Indexed> others;
  if (related) {
    Blocks reached;
    if (!add_reached(asked, blocks, reached, texts)) return std::nullopt;
    others = this->related(needs.types, reached);
    texts.others = &others;
  } else {
    texts.state = early_state_;
  }
  if (const RootMember* member = layout_.find("configuration")) {
    ConfigWanted wanted;
    wanted.modules = asked.accounts || needs.providers || related;
    wanted.block = [&](const std::string& block, const Named& resource) {
      return blocks.contains(block) || needs.types.contains(type_in(resource.address));
    };
    auto text = excerpt_of_configuration(source_, *member, wanted);
    if (!text) return std::nullopt;
    texts.configuration = std::move(*text);
  }
  return read(texts);
}

// What attributes of these types can come from is found block by block, since the configuration as a whole is large.
bool Parts::add_reached(const Wanted& asked, Blocks& blocks, Blocks& reached, Texts& texts) {
  const Types& types = asked.needs.types;
  Types followed = types;
  followed.insert(asked.origins.begin(), asked.origins.end());
  const RootMember* member = layout_.find("configuration");
  bool more = member != nullptr;
  while (more) {
    ConfigWanted wanted{true, [&](const std::string& block, const Named& resource) {
                          return blocks.contains(block) || types.contains(type_in(resource.address));
                        }};
    auto text = excerpt_of_configuration(source_, *member, wanted);
    if (!text) return false;
    Diagnostics diagnostics;
    auto plan = plan::read_plan_text(R"({"format_version":"1.0","configuration":)" + *text + "}", name_, diagnostics);
    if (!plan) return false;
    more = false;
    for (const std::string& block : relations::reached_from(*plan, followed)) {
      more |= blocks.insert(block).second;
      reached.insert(block);
    }
  }
  std::unordered_set<std::string> modules;
  return add_state(
      [&](const Named& resource) {
        if (std::ranges::binary_search(sifted_.covered, block_hash(resource.address))) return false;
        std::string block = plan::without_indexes(resource.address);
        bool wanted = reached.contains(block) || types.contains(type_of(resource)) ||
                      (resource.mode == "data" && asks_for(type_of(resource)));
        return wanted || modules.insert(std::string(module_in(resource))).second;
      },
      texts.state);
}

// Of those that are only there always, the names are enough.
std::vector<Indexed> Parts::related(const Types& types, const Blocks& reached) const {
  std::unordered_set<uint64_t> wanted;
  for (const std::string& block : reached) wanted.insert(block_hash(block));
  std::set<uint32_t> hashes;
  for (const std::string& type : types) hashes.insert(type_hash(type));
  std::vector<Indexed> out;
  for (Indexed each : sifted_.index) {
    bool whole = hashes.contains(each.type) || wanted.contains(each.block);
    if (!whole && !each.always) continue;
    each.always = !whole;
    out.push_back(each);
  }
  return out;
}

// Terraform writes the names first: then the change is left out where they are enough.
std::string Parts::element(const Indexed& each) const {
  std::string text = source_.text(each.offset, each.offset + each.size);
  size_t change = each.always && each.names_first && !(each.actions & facts::kOther) ? text.find(R"(,"change":)")
                                                                                     : std::string::npos;
  if (change == std::string::npos) return text;
  text.resize(change);
  std::string actions;
  for (auto [bit, name] : {std::pair(facts::kCreate, "create"),
                           {facts::kUpdate, "update"},
                           {facts::kDelete, "delete"},
                           {facts::kRead, "read"},
                           {facts::kNoOp, "no-op"},
                           {facts::kForget, "forget"}}) {
    if (each.actions & bit) actions.append(actions.empty() ? "\"" : ",\"").append(name).append(1, '"');
  }
  return text.append(R"(,"change":{"actions":[)").append(actions).append("]}}");
}

std::optional<Parts::Providers> Parts::aws_providers() {
  std::vector<uint64_t> blocks = sifted_.aws_blocks;
  std::ranges::sort(blocks);
  blocks.erase(std::unique(blocks.begin(), blocks.end()), blocks.end());
  Providers out;
  size_t found = 0;
  if (const RootMember* member = layout_.find("configuration")) {
    ConfigWanted wanted;
    wanted.block = [&](const std::string& block, const Named& resource) {
      if (!std::ranges::binary_search(blocks, block_hash(block))) return false;
      ++found;
      out.keys.emplace(resource.provider_config_key);
      return false;
    };
    if (!excerpt_of_configuration(source_, *member, wanted)) return std::nullopt;
  }
  out.unknown = found < blocks.size();
  return out;
}

}  // namespace berm::stream
