#include "runtime/stream/part.h"

#include <algorithm>
#include <future>

#include "base/json_text.h"
#include "runtime/plan/configuration.h"
#include "runtime/plan/plan.h"
#include "runtime/relations/extent.h"
#include "runtime/stream/unchanged.h"

namespace berm::stream {
namespace {

using facts::ResourceChange;
using Types = std::set<std::string, std::less<>>;

// On a second thread; later on this one where none can be had. What it throws comes out of `get`.
template <class Work>
auto beside(Work work) {
  return std::async(std::launch::async | std::launch::deferred, std::move(work));
}

// These are always read: they say how much the plan shows, and are small.
constexpr std::string_view kAlways[] = {
    "format_version",     "terraform_version",          "errored", "complete", "applyable", "deferred_changes",
    "action_invocations", "deferred_action_invocations"};

// "module.net.aws_vpc.this"
template <class Resource>
uint64_t block_of(const Resource& resource) {
  std::string out = plan::without_indexes(resource.module_address);
  if (!out.empty()) out += '.';
  return block_hash(out.append(facts::type_of(resource.mode, resource.type)).append(1, '.').append(resource.name));
}

// "data.aws_ami" of `data.aws_ami.x`
std::string_view type_in(std::string_view address) { return address.substr(0, address.rfind('.')); }

// Whether an expression is more than a constant; nesting is bounded.
bool refers(const facts::Value& node) {
  if (node.kind == facts::ValueKind::List) return std::ranges::any_of(node.list(), refers);
  return std::ranges::any_of(node.kind == facts::ValueKind::Object ? node.object() : std::span<const facts::Member>(),
                             [](const facts::Member& member) {
                               if (member.key == "constant_value") return false;
                               return member.key == "references" || refers(member.value);
                             });
}

// The address of the module with its instances, or something longer.
std::string_view module_in(const StateExcerpt::Resource& resource) {
  std::string within = '.' + resource.type + '.';
  size_t at = resource.address.rfind(within);
  return at == std::string_view::npos ? std::string_view() : std::string_view(resource.address).substr(0, at);
}

// Hashes of those that are neither `asked` nor within one that is. What the configuration does not show is not aside.
template <class Modules>
std::unordered_set<uint32_t> aside(const Modules& modules, const Types& asked) {
  std::unordered_set<uint32_t> out, shown_ones;
  for (const facts::ConfigModule& module : modules) {
    bool shown = asked.contains(module.address);
    for (auto* at = module.parent; at && !shown; at = at->parent) shown = asked.contains(at->address);
    (shown ? shown_ones : out).insert(module_hash(module.address));
  }
  for (uint32_t hash : shown_ones) out.erase(hash);
  return out;
}

// About as many of its bytes as are taken.
size_t bytes_of(const Indexed& each) { return each.always ? 512 : each.size; }

// An element without what it changes.
void add_names(std::string_view names, uint8_t actions_taken, std::string& out) {
  std::string actions;
  for (auto [bit, name] : {std::pair(facts::kCreate, "create"),
                           {facts::kUpdate, "update"},
                           {facts::kDelete, "delete"},
                           {facts::kRead, "read"},
                           {facts::kNoOp, "no-op"},
                           {facts::kForget, "forget"}}) {
    if (actions_taken & bit) actions.append(actions.empty() ? "\"" : ",\"").append(name).append(1, '"');
  }
  out.append(names).append(R"(,"change":{"actions":[)").append(actions).append("]}}");
}

bool add_text(std::string_view element, std::string& out) {
  bool unchanged = add_unchanged(element, out);
  if (!unchanged) out += element;
  return unchanged;
}

}  // namespace

void Parts::add_raw(std::string_view name, std::string& out) const {
  const RootMember* member = layout_.find(name);
  if (!member) return;
  out.append(json_quoted(name)).append(1, ':').append(source_.text(member->begin, member->end)).append(1, ',');
}

void Parts::add_others(const Texts& texts, std::vector<size_t>& unchanged, size_t limit, std::string& out,
                       std::string& more) const {
  Forward forward(source_);
  size_t taken = out.size();
  for (size_t i = 0; i < texts.others.size(); ++i) {
    std::string& to = taken < limit ? out : more;
    taken += bytes_of(texts.others[i]);
    if (!to.empty() && !to.ends_with('[')) to += ',';
    if (add_element(texts.others[i], forward, to)) unchanged.push_back(i);
  }
}

bool Parts::read_own() {
  std::string text = R"({"format_version":"1.0","resource_changes":[)";
  std::vector<size_t> unchanged;
  Forward forward(source_);
  for (size_t i = 0; i < sifted_.kept.size(); ++i) {
    const Kept& each = sifted_.kept[i];
    if (i > 0) text += ',';
    if (add_text(forward.text(each.offset, each.offset + each.size), text)) unchanged.push_back(i);
  }
  Diagnostics diagnostics;
  auto plan = plan::read_plan_text(std::move(text += "]}"), name_, diagnostics);
  if (!plan) return false;
  own_ = std::move(*plan);
  for (size_t i : unchanged) own_.changes[i].before = own_.changes[i].after;
  return true;
}

// Both are in the order of the plan.
void Parts::merge_own(const std::vector<Indexed>& others, Part& part) const {
  if (sifted_.kept.empty()) return part.kept.assign(others.size(), nullptr);
  std::vector<ResourceChange> all;
  all.reserve(sifted_.kept.size() + others.size());
  plan::Blocks blocks(*part.plan.config);
  size_t i = 0, j = 0;
  while (i < sifted_.kept.size() || j < others.size()) {
    bool own = i < sifted_.kept.size() && (j == others.size() || sifted_.kept[i].offset < others[j].offset);
    part.kept.push_back(own ? &sifted_.kept[i] : nullptr);
    all.push_back(own ? own_.changes[i++] : std::move(part.plan.changes[j++]));
    if (own) all.back().config = blocks.find(all.back());
  }
  part.plan.changes = std::move(all);
  part.plan.bytes += own_.bytes;
  part.more_storage.push_back(own_.storage);
}

std::string Parts::drift() const {
  std::string out;
  for (const Kept& each : sifted_.drift) {
    if (!out.empty()) out += ',';
    out += source_.text(each.offset, each.offset + each.size);
  }
  return out;
}

// About as many bytes as read() will put together, so that they are never moved.
size_t Parts::size_of(const Texts& texts) const {
  size_t size = texts.configuration.size() + texts.state.size() + 4096;
  if (!texts.changes) return size;
  for (const Kept& each : sifted_.drift) size += each.size + 1;
  for (const Indexed& each : texts.others) size += bytes_of(each) + 1;
  return size;
}

std::optional<Part> Parts::read(Texts texts) {
  Part part;
  std::string text;
  size_t size = size_of(texts);
  text.reserve(size >= apart_from_ ? size / 2 + size / 8 : size);
  text = "{";
  for (std::string_view name : kAlways) add_raw(name, text);
  if (texts.variables || asks_for("terraform_variable")) add_raw("variables", text);
  if (asks_for("terraform_output")) add_raw("output_changes", text);
  if (asks_for("terraform_check")) add_raw("checks", text);
  if (!texts.configuration.empty()) text.append(R"("configuration":)").append(texts.configuration).append(1, ',');
  if (!texts.state.empty()) text.append(R"("prior_state":)").append(texts.state).append(1, ',');
  if (texts.changes) text.append(R"("resource_drift":[)").append(drift()).append("],");
  text.append(R"("resource_changes":[)");
  std::string().swap(texts.configuration);
  std::string().swap(texts.state);
  // Two threads read about as much each.
  size_t limit = size >= apart_from_ ? std::max(size / 2, text.size() + 1) : SIZE_MAX;
  std::string more;
  std::vector<size_t> unchanged;
  add_others(texts, unchanged, limit, text, more);
  text += "]}";
  if (!read_apart(std::move(text), std::move(more), part)) return std::nullopt;
  for (size_t i : unchanged) part.plan.changes[i].before = part.plan.changes[i].after;
  if (texts.changes) merge_own(texts.others, part);
  return part;
}

// `more`: changes behind those of the text; mostly empty.
bool Parts::read_apart(std::string text, std::string more, Part& part) const {
  Diagnostics diagnostics, more_diagnostics;
  std::optional<facts::Plan> rest;
  std::future<std::optional<facts::Plan>> other;
  bool apart = !more.empty();
  if (apart) {
    more = R"({"format_version":"1.0","resource_changes":[)" + std::move(more) + "]}";
    other = beside([&] { return plan::read_plan_text(std::move(more), name_, more_diagnostics); });
  }
  auto plan = plan::read_plan_text(std::move(text), name_, diagnostics);
  if (apart) rest = other.get();
  if (!plan || (apart && !rest)) return false;
  part.plan = std::move(*plan);
  if (!apart) return true;
  plan::Blocks blocks(*part.plan.config);
  for (ResourceChange& change : rest->changes) change.config = blocks.find(change);
  part.plan.changes.insert(part.plan.changes.end(), rest->changes.begin(), rest->changes.end());
  part.plan.bytes += rest->bytes;
  part.more_storage.push_back(rest->storage);
  return true;
}

bool Parts::reads_state_early() const {
  return std::ranges::any_of(sieves_.types(),
                             [](const eval::TypePlan& type) { return type.name.starts_with("data."); });
}

bool Parts::is_early(const StateExcerpt::Resource& resource) const {
  return resource.type.starts_with("data.") && asks_for(resource.type);
}

// What a change covers stands in the state no more.
bool Parts::load_state() {
  const RootMember* state = layout_.find("prior_state");
  if (!state || state_) return true;
  state_ = read_state(source_, *state, [&](const Named& resource) {
    if (!sifted_.indexed) return resource.mode == "data" && asks_for(facts::type_of(resource.mode, resource.type));
    return !std::ranges::binary_search(sifted_.covered, block_hash(resource.address));
  });
  return state_.has_value();
}

// The state takes as long as all that is left to judge.
bool Parts::load() {
  bool state = true;
  std::future<bool> other;
  if (apart_from_ != SIZE_MAX && reads_state_early() && !sifted_.kept.empty())
    other = beside([&] { return load_state(); });
  bool own = sifted_.kept.empty() || read_own();
  if (other.valid()) state = other.get();
  return own && state;
}

std::optional<Part> Parts::first() {
  if (!load()) return std::nullopt;
  Texts texts{.changes = false};
  if (const RootMember* member = layout_.find("configuration")) {
    auto text = excerpt_of_configuration(source_, *member, {});
    if (!text) return std::nullopt;
    texts.configuration = std::move(*text);
  }
  if (!add_state({}, {}, texts)) return std::nullopt;
  auto part = read(std::move(texts));
  if (!part) return std::nullopt;
  providers_refer_ = std::ranges::any_of(
      part->plan.providers, [](const facts::ProviderConfig& provider) { return refers(provider.expressions); });
  for (const ResourceChange& change : part->plan.deferred) first_.insert(block_of(change));
  for (const facts::StateResource& resource : part->plan.prior_state) first_.insert(block_of(resource));
  return part;
}

std::optional<Part> Parts::with(const Wanted& asked) {
  Blocks blocks = first_;
  for (const auto* kept : {&sifted_.kept, &sifted_.drift}) {
    for (const Kept& each : *kept) blocks.insert(each.block);
  }
  Texts texts{.variables = true};
  if (asked.related()) {
    Reached reached;
    if (!add_reached(asked, blocks, reached, texts.configuration)) return std::nullopt;
    if (!add_state(asked, reached, texts)) return std::nullopt;
    texts.others = related(asked.needs.types, reached);
  } else {
    auto text = configuration(asked, blocks);
    if (!text || !add_state({}, {}, texts)) return std::nullopt;
    texts.configuration = std::move(*text);
  }
  return read(std::move(texts));
}

// Of these blocks, and of all of types that joins go over; empty where there is none.
std::optional<std::string> Parts::configuration(const Wanted& asked, const Blocks& blocks) {
  const RootMember* member = layout_.find("configuration");
  providers_ = {};
  ConfigWanted wanted;
  wanted.modules = asked.related() || ((asked.accounts || asked.needs.providers) && providers_refer_);
  wanted.block = [&](const std::string& address, const Named& resource) {
    uint64_t block = block_hash(address);
    if (asked.accounts && std::ranges::binary_search(sifted_.aws_blocks, block)) {
      ++providers_.blocks;
      providers_.keys.emplace(resource.provider_config_key);
    }
    return blocks.contains(block) || asked.needs.types.contains(type_in(resource.address));
  };
  auto text = member ? excerpt_of_configuration(source_, *member, wanted) : std::string();
  providers_.unknown = providers_.blocks < sifted_.aws_blocks.size();
  return text;
}

// What attributes of these types can come from is found block by block, since the configuration as a whole is large.
bool Parts::add_reached(const Wanted& asked, Blocks& blocks, Reached& reached, std::string& out) {
  Types followed = asked.needs.types;
  followed.insert(asked.origins.begin(), asked.origins.end());
  for (bool more = true; more;) {
    auto text = configuration(asked, blocks);
    if (!text) return false;
    out = std::move(*text);
    if (out.empty()) return true;
    Diagnostics diagnostics;
    auto plan = plan::read_plan_text(R"({"format_version":"1.0","configuration":)" + out + "}", name_, diagnostics);
    if (!plan) return false;
    more = false;
    relations::Reached all = relations::reached_from(*plan, followed);
    for (const std::string& address : all.blocks) {
      uint64_t block = block_hash(address);
      more |= blocks.insert(block).second;
      reached.blocks.insert(block);
    }
    if (!more) reached.aside = aside(*plan->modules, all.modules);
  }
  return true;
}

bool Parts::add_state(const Wanted& asked, const Reached& reached, Texts& texts) {
  bool related = asked.related();
  if (!related && !reads_state_early()) return true;
  if (!load_state()) return false;
  if (!state_) return true;
  std::unordered_set<std::string> modules;
  texts.state = state_->text([&](const StateExcerpt::Resource& each) {
    if (is_early(each)) return true;
    if (!related) return false;
    bool whole = reached.blocks.contains(block_hash(plan::without_indexes(each.address)));
    if (whole || asked.needs.types.contains(each.type)) return true;
    std::string_view module = module_in(each);
    if (reached.aside.contains(module_hash(plan::without_indexes(module)))) return false;
    return modules.emplace(module).second;
  });
  return true;
}

// Of those that are only there always, the names are enough.
std::vector<Indexed> Parts::related(const Types& types, const Reached& reached) const {
  std::set<uint32_t> hashes;
  for (const std::string& type : types) hashes.insert(type_hash(type));
  std::vector<Indexed> out;
  auto kept = sifted_.kept.begin();
  for (Indexed each : sifted_.index) {
    while (kept != sifted_.kept.end() && kept->offset < each.offset) ++kept;
    if (kept != sifted_.kept.end() && kept->offset == each.offset) continue;
    bool whole = hashes.contains(each.type) || reached.blocks.contains(each.block);
    bool names = each.always || (each.first && !reached.aside.contains(each.module));
    if (!whole && !names) continue;
    each.always = !whole;
    out.push_back(each);
  }
  return out;
}

// Terraform writes the names first: then the change is left out where they are enough.
bool Parts::add_element(const Indexed& each, Forward& forward, std::string& out) const {
  constexpr uint32_t kNames = 1024;
  if (each.always && each.names_first && !(each.actions & facts::kOther)) {
    std::string_view names = forward.text(each.offset, each.offset + std::min(each.size, kNames));
    size_t change = names.find(R"(,"change":)");
    if (change != std::string::npos) {
      add_names(names.substr(0, change), each.actions, out);
      return false;
    }
  }
  return add_text(forward.text(each.offset, each.offset + each.size), out);
}

}  // namespace berm::stream
