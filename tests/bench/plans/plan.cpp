#include "tests/bench/plans/plan.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "tests/bench/plans/entry.h"
#include "tests/bench/plans/stream.h"

namespace berm::bench {
namespace {

constexpr size_t kSample = 1000;  // instances, to learn how large one is
constexpr const char* kVersion = "1.14.0";

enum Choice : uint64_t { kState = 11, kBroken = 100, kDrifted = 13 };

State state_of(const Instance& instance) {
  uint64_t percent = mixed(instance, kState) % 100;
  if (percent < 62) return State::NoOp;
  if (percent < 78) return State::Create;
  if (percent < 92) return State::Update;
  return percent < 95 ? State::Replace : State::Delete;
}

enum Kind : uint8_t { kChange, kDrift, kPlanned, kPrior };

// What is written of a resource, how it is broken, in which state: made once for all plans.
using Texts = std::map<std::tuple<Kind, const Resource*, size_t, State>, Text>;

class Writer {
 public:
  Writer(const PlanOptions& options, uint64_t instances, Texts& texts, const Sink& sink)
      : options_(options), texts_(texts), out_(options.pretty, sink) {
    uint64_t total = 0, before = 0, shares = 0;
    for (const Stack& stack : stacks()) total += stack.share;
    for (const Stack& stack : stacks()) {
      shares += stack.share;
      uint64_t until = instances * shares / total;
      instances_.push_back(until - before);
      before = until;
    }
  }

  PlanSize write() {
    out_.open_object();
    out_.add("format_version", "1.2");
    out_.add("terraform_version", kVersion);
    variables();
    planned_values();
    drift();
    changes();
    outputs();
    prior_state();
    configuration();
    rest();
    out_.close();
    out_.finish();
    return {out_.bytes(), resources_};
  }

 private:
  bool used(size_t stack) const { return instances_[stack] > 0; }

  // Each instance of the stacks for which it holds.
  template <typename Wanted, typename Do>
  void each_instance(Wanted wanted, Do act) {
    for (size_t i = 0; i < stacks().size(); ++i) {
      if (!wanted(stacks()[i])) continue;
      for (uint64_t number = 0; number < instances_[i]; ++number) act(i, Instance{options_.seed, i, number});
    }
  }

  // Which way it is broken; 0: it is not.
  static size_t broken(const Resource& resource, size_t which, const Instance& instance) {
    uint64_t random = mixed(instance, kBroken + which);
    return resource.broken.empty() || random % 100 >= 3 ? 0 : 1 + (random >> 32) % resource.broken.size();
  }

  void entry(Kind kind, const Stack& stack, size_t which, Instance instance, State state) {
    const Resource& resource = stack.resources[which];
    size_t how = broken(resource, which, instance);
    auto [at, made] = texts_.try_emplace({kind, &resource, how, state});
    if (made) {
      static const nlohmann::json kAsItShouldBe = nlohmann::json::object();
      const nlohmann::json& otherwise = how ? resource.broken[how - 1] : kAsItShouldBe;
      at->second = out_.text(kind == kChange    ? change_entry(stack, resource, otherwise, state)
                             : kind == kDrift   ? drift_entry(stack, resource, otherwise)
                             : kind == kPlanned ? planned_entry(stack, resource, otherwise, state)
                                                : prior_entry(stack, resource, otherwise));
    }
    for (uint64_t i = 0; i < std::max<size_t>(resource.count, 1); ++i) {
      instance.index = i;
      out_.add(at->second, instance);
      resources_ += kind == kChange;
    }
  }

  void variables() {
    out_.open_object("variables");
    for (size_t i = 0; i < stacks().size(); ++i) {
      const Stack& stack = stacks()[i];
      if (!used(i) || stack.place == Place::RootCount || stack.place == Place::ModuleEach) continue;
      out_.open_object(stack.name);
      out_.open_object("value");
      Text text = out_.member_text("<key>", {{"owner", "<team>"}, {"stage", "<env>"}});
      for (uint64_t number = 0; number < instances_[i]; ++number) out_.add(text, {options_.seed, i, number});
      out_.close();
      out_.close();
    }
    out_.close();
  }

  void resources_of(Kind kind, const Stack& stack, const Instance& instance) {
    State state = state_of(instance);
    if (state == (kind == kPlanned ? State::Delete : State::Create)) return;
    for (size_t i = 0; i < stack.resources.size(); ++i) {
      if (kind == kPrior || stack.resources[i].mode == "managed") entry(kind, stack, i, instance, state);
    }
  }

  void modules_of(Kind kind, Place place) {
    each_instance([&](const Stack& stack) { return stack.place == place; },
                  [&](size_t i, const Instance& instance) {
                    out_.open_object();
                    out_.open_array("resources");
                    resources_of(kind, stacks()[i], instance);
                    out_.close();
                    std::string address;
                    Text(stacks()[i].module()).write(instance, address);
                    out_.add("address", address);
                    out_.close();
                  });
  }

  // `values` of a state: the root module and those below it.
  void values(Kind kind) {
    out_.open_object("root_module");
    out_.open_array("resources");
    each_instance([](const Stack& stack) { return stack.in_root(); },
                  [&](size_t i, const Instance& instance) { resources_of(kind, stacks()[i], instance); });
    out_.close();
    out_.open_array("child_modules");
    modules_of(kind, Place::ModuleForEach);
    out_.open_object();
    out_.add("address", "module.platform");
    out_.open_array("child_modules");
    modules_of(kind, Place::NestedForEach);
    out_.close();
    out_.close();
    modules_of(kind, Place::ModuleEach);
    out_.close();
    out_.close();
  }

  void planned_values() {
    out_.open_object("planned_values");
    values(kPlanned);
    out_.close();
  }

  void drift() {
    out_.open_array("resource_drift");
    each_instance([](const Stack&) { return true; },
                  [&](size_t i, const Instance& instance) {
                    const Resource& first = stacks()[i].resources[0];
                    bool drifted = mixed(instance, kDrifted) % 50 == 0 && state_of(instance) != State::Create;
                    if (drifted && can_update(first)) entry(kDrift, stacks()[i], 0, instance, State::Update);
                  });
    out_.close();
  }

  void changes() {
    out_.open_array("resource_changes");
    each_instance([](const Stack&) { return true; },
                  [&](size_t i, const Instance& instance) {
                    State state = state_of(instance);
                    for (size_t which = 0; which < stacks()[i].resources.size(); ++which) {
                      if (stacks()[i].resources[which].mode == "managed")
                        entry(kChange, stacks()[i], which, instance, state);
                    }
                  });
    out_.close();
  }

  void outputs() {
    out_.open_object("output_changes");
    for (size_t i = 0; i < stacks().size(); ++i) {
      if (!used(i)) continue;
      out_.add(stacks()[i].name + "_names", {{"actions", {"update"}},
                                             {"before", {stacks()[i].name + "-0"}},
                                             {"after", {stacks()[i].name + "-0", stacks()[i].name + "-1"}},
                                             {"after_unknown", {false, false}},
                                             {"before_sensitive", false},
                                             {"after_sensitive", false}});
    }
    out_.close();
  }

  void prior_state() {
    out_.open_object("prior_state");
    out_.add("format_version", "1.0");
    out_.add("terraform_version", kVersion);
    out_.open_object("values");
    values(kPrior);
    out_.close();
    out_.close();
  }

  void calls() {
    out_.open_object("module_calls");
    Json platform = Json::object();
    for (size_t i = 0; i < stacks().size(); ++i) {
      const Stack& stack = stacks()[i];
      if (!used(i) || stack.in_root()) continue;
      if (stack.place == Place::ModuleForEach) out_.add(stack.name, module_call(stack));
      if (stack.place == Place::NestedForEach) platform[stack.name] = module_call(stack);
      if (stack.place != Place::ModuleEach) continue;
      Text text = out_.member_text(stack.name + "_<n>", module_call(stack));
      for (uint64_t number = 0; number < instances_[i]; ++number) out_.add(text, {options_.seed, i, number});
    }
    if (!platform.empty())
      out_.add("platform", {{"source", "./modules/platform"}, {"module", {{"module_calls", platform}}}});
    out_.close();
  }

  void configuration() {
    out_.open_object("configuration");
    out_.add("provider_config", {{"aws",
                                  {{"name", "aws"},
                                   {"full_name", "registry.terraform.io/hashicorp/aws"},
                                   {"version_constraint", "~<gt> 6.0"},
                                   {"expressions",
                                    {{"allowed_account_ids", {{"constant_value", {"<account>"}}}},
                                     {"region", {{"constant_value", "<region>"}}}}}}}});
    out_.open_object("root_module");
    out_.open_array("resources");
    Json declared = Json::object();
    for (size_t i = 0; i < stacks().size(); ++i) {
      if (!used(i)) continue;
      if (stacks()[i].place != Place::ModuleEach) declared[stacks()[i].name] = Json::object();
      if (!stacks()[i].in_root()) continue;
      Json module = module_configuration(stacks()[i]);
      for (const Json& resource : module["resources"]) out_.add({}, resource);
    }
    out_.close();
    calls();
    out_.add("variables", declared);
    out_.close();
    out_.close();
  }

  void rest() {
    out_.add("relevant_attributes", Json::array({{{"resource", "aws_kms_key.data"}, {"attribute", {"arn"}}},
                                                 {{"resource", "aws_sns_topic.events"}, {"attribute", {"arn"}}}}));
    out_.add("timestamp", "2026-11-20T09:30:00Z");
    out_.add("applyable", true);
    out_.add("complete", true);
    out_.add("errored", false);
  }

  PlanOptions options_;
  Texts& texts_;
  Stream out_;
  std::vector<uint64_t> instances_;  // of each stack
  uint64_t resources_ = 0;
};

// As many instances as fit.
uint64_t instances_for(const PlanOptions& options, Texts& texts) {
  auto measure = [&](uint64_t instances) {
    PlanSize size = Writer(options, instances, texts, [](std::string_view) {}).write();
    return options.bytes ? size.bytes : size.resources;
  };
  uint64_t wanted = options.bytes ? options.bytes : options.resources;
  uint64_t sampled = measure(kSample);
  if (wanted >= sampled) return wanted * kSample / sampled;
  uint64_t fits = 1, above = kSample;
  while (fits + 1 < above) {
    uint64_t middle = (fits + above) / 2;
    (measure(middle) <= wanted ? fits : above) = middle;
  }
  return fits;
}

}  // namespace

PlanSize write_plan(const PlanOptions& options, const Sink& sink) {
  Texts texts;
  uint64_t instances = instances_for(options, texts);
  return Writer(options, instances, texts, sink).write();
}

}  // namespace berm::bench
