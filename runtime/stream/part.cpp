#include "runtime/stream/part.h"

#include <algorithm>

#include "base/json_text.h"
#include "runtime/plan/configuration.h"
#include "runtime/plan/plan.h"
#include "runtime/stream/values.h"

namespace berm::stream {
namespace {

using facts::ConfigModule;
using facts::ResourceChange;
using facts::StateResource;

// These are always read: they say how much the plan shows, and are small.
constexpr std::string_view kAlways[] = {
    "format_version",     "terraform_version",          "errored", "complete", "applyable", "deferred_changes",
    "action_invocations", "deferred_action_invocations"};
// So many bytes, or blocks that have been read, are worth a second thread.
constexpr uint64_t kWorthAThread = 250'000;
constexpr size_t kManyBlocks = 1'000;

// "module.net.aws_vpc.this"
uint64_t block_of(const ResourceChange& resource) {
  std::string out = plan::without_indexes(resource.module_address);
  if (!out.empty()) out += '.';
  return block_hash(out.append(facts::type_of(resource)).append(1, '.').append(resource.name));
}

// Whether an expression is more than a constant; nesting is bounded.
bool refers(const facts::Value& node) {
  if (node.kind == facts::ValueKind::List) return std::ranges::any_of(node.list(), refers);
  return std::ranges::any_of(node.kind == facts::ValueKind::Object ? node.object() : std::span<const facts::Member>(),
                             [](const facts::Member& member) {
                               if (member.key == "constant_value") return false;
                               return member.key == "references" || refers(member.value);
                             });
}

// Hashes of those that are neither `asked` nor within one that is. What the configuration does not show is not aside.
std::unordered_set<uint32_t> aside_of(const std::deque<ConfigModule>& modules, const relations::Addresses& asked) {
  std::unordered_set<uint32_t> out, shown_ones;
  for (const ConfigModule& module : modules) {
    bool shown = asked.contains(module.address);
    for (auto* at = module.parent; at && !shown; at = at->parent) shown = asked.contains(at->address);
    (shown ? shown_ones : out).insert(module_hash(module.address));
  }
  for (uint32_t hash : shown_ones) out.erase(hash);
  return out;
}

std::unordered_set<uint32_t> hashes_of(const relations::AskedTypes& types) {
  std::unordered_set<uint32_t> out;
  for (const auto& [type, attributes] : types) out.insert(type_hash(type));
  return out;
}

const Range* find(const ConfigPlaces::Module& module, std::string_view member) {
  for (const auto& [name, range] : module.call) {
    if (name == member) return &range;
  }
  return nullptr;
}

}  // namespace

// ---- what is always read

std::string Parts::raw(std::string_view name) const {
  const RootMember* member = layout_.find(name);
  if (!member) return {};
  return json_quoted(name) + ':' + source_.text(member->begin, member->end) + ',';
}

std::optional<facts::Plan> Parts::read_small(bool variables, bool rest) const {
  const ConfigPlaces& places = layout_.configuration;
  std::string text = "{";
  for (std::string_view name : kAlways) {
    if (rest || name == "format_version") text += raw(name);
  }
  if (rest && !layout_.find("resource_changes")) text += raw("planned_values");
  if (variables) text += raw("variables");
  if (rest && asks_for("terraform_output")) text += raw("output_changes");
  if (rest && asks_for("terraform_check")) text += raw("checks");
  auto add = [&](std::string_view name, const Range& range) {
    if (!range.empty())
      text.append(json_quoted(name)).append(1, ':').append(source_.text(range.begin, range.end)) += ',';
  };
  auto end = [&] {
    if (text.ends_with(',')) text.pop_back();
    text += '}';
  };
  text += R"("configuration":{)";
  if (rest) add("provider_config", places.provider_config);
  text += R"("root_module":{)";
  add("outputs", places.modules[0].outputs);
  add("variables", places.modules[0].variables);
  end();
  end();
  text += '}';
  Diagnostics diagnostics;
  return plan::read_plan_text(std::move(text), name_, diagnostics);
}

bool Parts::read_base() {
  has_variables_ = asks_for("terraform_variable");
  auto plan = read_small(has_variables_, true);
  if (!plan || !std::ranges::all_of(plan->deferred, names_agree)) return false;
  base_ = std::move(*plan);
  providers_refer_ = std::ranges::any_of(
      base_.providers, [](const facts::ProviderConfig& provider) { return refers(provider.expressions); });
  make_modules();
  sort_blocks();
  return true;
}

void Parts::make_modules() {
  modules_ = std::make_shared<std::deque<ConfigModule>>();
  modules_->push_back(base_.modules->front());
  const auto& places = layout_.configuration.modules;
  for (size_t i = 1; i < places.size(); ++i) {
    ConfigModule& module = modules_->emplace_back();
    module.address = places[i].address;
    module.call_name = places[i].name;
    module.parent = &(*modules_)[places[i].parent];
  }
  base_.modules = modules_;
}

void Parts::sort_blocks() {
  const auto& places = layout_.configuration.blocks;
  blocks_.reserve(places.size());
  for (uint32_t i = 0; i < places.size(); ++i) blocks_.emplace_back(places[i].hash, i);
  std::ranges::sort(blocks_);
}

bool Parts::prepare(const reference::Needs& needs, bool related, bool accounts) {
  bool providers = accounts || needs.providers;
  if ((related || providers) && !has_variables_) {
    auto plan = read_small(true, false);
    if (!plan) return false;
    base_.variables = plan->variables;
    variables_storage_ = plan->storage;
    has_variables_ = true;
  }
  if (has_calls_ || !(related || (providers && providers_refer_))) return true;
  has_calls_ = true;
  modules_reread_ = std::make_unique<Reread>(source_);
  const auto& places = layout_.configuration.modules;
  auto read = [&](size_t, size_t job) {
    const ConfigPlaces::Module& place = places[job + 1];
    ConfigModule& module = (*modules_)[job + 1];
    auto member = [&](std::string_view name) {
      const Range* range = find(place, name);
      return range ? modules_reread_->object(*range) : facts::Value();
    };
    module.call_expressions = member("expressions");
    module.count_expression = member("count_expression");
    module.for_each_expression = member("for_each_expression");
    module.outputs = modules_reread_->object(place.outputs);
    module.variables = modules_reread_->object(place.variables);
  };
  return threads_.run(places.size() - 1, read, false);
}

Parts::Providers Parts::aws_providers() const {
  Providers out;
  size_t found = 0;
  for (const ConfigPlaces::Block& block : layout_.configuration.blocks) {
    if (!sifted_.aws_blocks.contains(block.hash)) continue;
    ++found;
    out.keys.insert(layout_.configuration.providers[block.provider]);
  }
  out.unknown = found < sifted_.aws_blocks.size();
  return out;
}

// ---- parts

// What is the same for all.
facts::Plan Parts::skeleton() const {
  facts::Plan plan;
  plan.path = base_.path;
  plan.format_version = base_.format_version;
  plan.terraform_version = base_.terraform_version;
  plan.errored = base_.errored;
  plan.complete = base_.complete;
  plan.applyable = base_.applyable;
  plan.deferred_changes = base_.deferred_changes;
  plan.action_invocations = base_.action_invocations;
  plan.changes_missing = base_.changes_missing;
  plan.providers = base_.providers;
  plan.variables = base_.variables;
  plan.modules = modules_;
  return plan;
}

struct Parts::Job {
  uint64_t offset;
  uint32_t size;
  uint8_t actions;
  bool names;        // are enough
  const Kept* kept;  // null: only others look at it
  Range range() const { return {offset, offset + (names ? std::min(size, Reread::kMostNames) : size)}; }
};

Building Parts::build() const { return {skeleton(), source_, layout_.configuration, *modules_, threads_}; }

std::optional<Part> Parts::alone(std::span<const Kept* const> kept, bool drift, bool configured) const {
  Building building = build();
  Part& part = building.part;
  auto& changes = drift ? part.plan.drift : part.plan.changes;
  if (configured) {
    std::set<uint32_t> blocks;
    for (const Kept* each : kept) {
      auto block = std::ranges::lower_bound(blocks_, std::pair(each->block, uint32_t{0}));
      for (; block != blocks_.end() && block->first == each->block; ++block) blocks.insert(block->second);
    }
    if (!building.read_blocks(std::vector<uint32_t>(blocks.begin(), blocks.end()))) return std::nullopt;
  }
  try {
    plan::Blocks blocks(*part.plan.config);
    changes.reserve(kept.size());
    building.reread(0).expect(ranges(kept, &Kept::range));
    for (const Kept* each : kept) {
      ResourceChange& change = changes.emplace_back();
      building.reread(0).change(each->offset, each->size, change, drift);
      if (configured) change.config = blocks.find(change);
      if (!drift) part.kept.push_back(each);
    }
  } catch (const Refused&) {
    return std::nullopt;
  }
  return building.take();
}

BlockHashes Parts::own_blocks(const Asked& asked) const {
  BlockHashes out;
  for (const auto* kept : {&asked.kept, &asked.drift}) {
    for (const Kept* each : *kept) out.insert(each->block);
  }
  for (const ResourceChange& change : base_.deferred) out.insert(block_of(change));
  for (uint32_t early : asked.early) out.insert(layout_.state.resources[early].block);
  return out;
}

class Parts::Begun {
 public:
  explicit Begun(Building begun) : building(std::move(begun)), extent(building.part.plan) {}
  Building building;
  relations::Extent extent;
  size_t told = 0;  // of what it says is reached
  BlockHashes blocks;
  Reached reached;
};

// What attributes of these types can come from is found block by block, since the configuration as a whole is large.
bool Parts::follow(const Asked& asked, Begun& begun) const {
  relations::AskedTypes followed = asked.types;
  relations::add(asked.origins, followed);
  auto all_of = hashes_of(asked.types);
  for (bool more = asked.related(); more;) {
    const relations::Reached& all = begun.extent.follow(followed);
    more = false;
    for (; begun.told < all.blocks.size(); ++begun.told) {
      uint64_t block = block_hash(all.blocks[begun.told]);
      more |= begun.blocks.insert(block).second;
      begun.reached.blocks.insert(block);
    }
    if (more && !begun.building.read_blocks(begun.blocks, all_of)) return false;
    if (!more) begun.reached.aside = aside_of(*modules_, all.modules);
  }
  return true;
}

bool Parts::read_own_blocks(const Asked& asked, Begun& begun) const {
  begun.blocks.merge(own_blocks(asked));
  return begun.building.read_blocks(begun.blocks, hashes_of(asked.types));
}

std::shared_ptr<Parts::Begun> Parts::begin(const Asked& asked) const {
  auto begun = std::make_shared<Begun>(build());
  return read_own_blocks(asked, *begun) ? begun : nullptr;
}

// Of those that are only there always, the names are enough.
std::vector<Parts::Job> Parts::changes(const Asked& asked, const Reached& reached) const {
  std::vector<Job> out;
  auto types = hashes_of(asked.types);
  auto kept = asked.kept.begin();
  auto add_kept = [&](uint64_t before) {
    for (; kept != asked.kept.end() && (*kept)->offset < before; ++kept)
      out.push_back({(*kept)->offset, (*kept)->size, 0, false, *kept});
  };
  if (asked.related()) {
    sifted_.each_indexed([&](const Indexed& each) {
      add_kept(each.offset);
      if (kept != asked.kept.end() && (*kept)->offset == each.offset) return;
      bool whole = types.contains(each.type) || reached.blocks.contains(each.block);
      bool names = each.always || (each.first && !reached.aside.contains(each.module));
      if (!whole && !names) return;
      out.push_back({each.offset, each.size, each.actions, !whole && each.names_first, nullptr});
    });
  }
  add_kept(UINT64_MAX);
  return out;
}

// What a change covers stands in the state no more.
std::vector<uint32_t> Parts::state(const Asked& asked, const Reached& reached) const {
  if (!asked.related()) return asked.early;
  std::vector<uint32_t> out;
  auto types = hashes_of(asked.types);
  HashSet instances;
  const auto& places = layout_.state.resources;
  for (uint32_t i = 0; i < places.size(); ++i) {
    const StatePlaces::Resource& each = places[i];
    if (sifted_.covers(each.address)) continue;
    bool whole =
        types.contains(each.type) || reached.blocks.contains(each.block) || std::ranges::binary_search(asked.early, i);
    if (whole || (!reached.aside.contains(each.call) && instances.insert(each.instance))) out.push_back(i);
  }
  return out;
}

std::optional<Part> Parts::with(const Asked& asked, std::shared_ptr<Begun> begun) const {
  constexpr size_t kAtOnce = 32;  // elements
  if (!begun) begun = std::make_shared<Begun>(build());
  if (!read_own_blocks(asked, *begun) || !follow(asked, *begun)) return std::nullopt;
  Building& building = begun->building;
  const Reached& reached = begun->reached;
  Part& part = building.part;
  facts::Plan& plan = part.plan;
  std::vector<Job> jobs;
  std::vector<uint32_t> states;
  std::optional<plan::Blocks> blocks;
  auto look_up = [&](size_t, size_t job) {
    if (job == 0) {
      blocks.emplace(*plan.config);
      return;
    }
    jobs = changes(asked, reached);
    states = state(asked, reached);
    plan.changes.resize(jobs.size());
  };
  if (!threads_.run(2, look_up, plan.config->size() > kManyBlocks)) return std::nullopt;
  plan.deferred = base_.deferred;
  plan.entities = base_.entities;
  plan.drift.resize(asked.drift.size());
  plan.prior_state.resize(states.size());
  uint64_t bytes = 0;
  for (const Job& job : jobs) {
    bytes += job.names ? 0 : job.size;
    part.kept.push_back(job.kept);
  }
  bool two = threads_.two() && bytes > kWorthAThread;
  building.expect(two ? bytes / 2 : bytes);
  auto read_change = [&](Reread& reread, size_t i) {
    const Job& job = jobs[i];
    ResourceChange& change = plan.changes[i];
    if (!job.names || !reread.names(job.offset, job.size, job.actions, change))
      reread.change(job.offset, job.size, change);
    change.config = blocks->find(change);
  };
  auto read_state = [&](Reread& reread, size_t i) {
    StateResource& resource = plan.prior_state[i];
    reread.state(layout_.state, layout_.state.resources[states[i]], resource);
    resource.config = blocks->find(resource);
  };
  size_t of_changes = (jobs.size() + kAtOnce - 1) / kAtOnce, of_state = (states.size() + kAtOnce - 1) / kAtOnce;
  auto read_some = [&](size_t worker, size_t job) {
    bool change = job < of_changes;
    size_t begin = (change ? job : job - of_changes) * kAtOnce;
    size_t end = std::min(begin + kAtOnce, change ? jobs.size() : states.size());
    if (change) building.reread(worker).expect(ranges(std::span(jobs).subspan(begin, end - begin), &Job::range));
    for (size_t i = begin; i < end; ++i)
      change ? read_change(building.reread(worker), i) : read_state(building.reread(worker), i);
  };
  if (!threads_.run(of_changes + of_state, read_some, two)) return std::nullopt;
  try {
    for (size_t i = 0; i < asked.drift.size(); ++i)
      building.reread(0).change(asked.drift[i]->offset, asked.drift[i]->size, plan.drift[i], true);
  } catch (const Refused&) {
    return std::nullopt;
  }
  for (auto* changes : {&plan.drift, &plan.deferred}) {
    for (ResourceChange& change : *changes) change.config = blocks->find(change);
  }
  return building.take();
}

}  // namespace berm::stream
