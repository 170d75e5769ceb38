// plan { create aws_x "name" { … } }: what Terraform would print for it, so that tests and real plans go the same way.
#include <map>
#include <set>

#include "base/text.h"
#include "compiler/check/checker.h"
#include "compiler/check/plan_value.h"
#include "compiler/check/schema.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

ir::Value text(std::string_view value) { return {std::string(value)}; }

struct ModuleStep {
  std::string name;
  char index = 0;  // the first character of it: a quote, a digit, or none
};

// `module.a[0].module.b["x"]` → a, b.
std::vector<ModuleStep> module_steps(std::string_view address) {
  std::vector<ModuleStep> out;
  bool name_follows = false;
  for (size_t at = 0; at < address.size();) {
    if (address[at] == '[') {
      if (!out.empty() && at + 1 < address.size()) out.back().index = address[at + 1];
      at = std::min(address.find(']', at), address.size() - 1) + 1;
      continue;
    }
    size_t end = std::min(address.find_first_of(".[", at), address.size());
    if (name_follows) out.push_back({std::string(address.substr(at, end - at))});
    if (end > at) name_follows = !name_follows;
    at = end < address.size() && address[end] == '.' ? end + 1 : end;
  }
  return out;
}

// `root_block_device[0].encrypted`, `tags["a"]` → names and indexes.
ir::ValueList path_of(std::string_view path) {
  ir::ValueList out;
  while (!path.empty()) {
    bool index = path.front() == '[';
    size_t end = std::min(index ? path.find(']') : path.find_first_of(".["), path.size());
    std::string_view part = path.substr(index ? 1 : 0, end - (index ? 1 : 0));
    bool number = index && !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
    if (index && !number && part.size() > 1) part = part.substr(1, part.size() - 2);
    if (number && part.size() < 10) {
      out.push_back({static_cast<int64_t>(std::stoi(std::string(part)))});
    } else if (!part.empty()) {
      out.push_back(text(part));
    }
    path.remove_prefix(std::min(end + 1 - (!index && end < path.size() && path[end] == '[' ? 1 : 0), path.size()));
  }
  return out;
}

ir::ValueList actions_of(std::string_view action, bool updates) {
  if (action == "replace") return {text("delete"), text("create")};
  if (action == "drift") return {text("update")};
  if (action == "defer") return {text("create")};
  if (action == "import") return {text(updates ? "update" : "no-op")};
  return {text(action == "noop" ? "no-op" : action)};
}

struct Option {
  std::string_view name;
  std::string_view what;
};

constexpr Option kOptions[] = {{"moved", "its previous address"},
                               {"forced_by", "the attributes that force the replacement"},
                               {"reason", "Terraform's word for why"},
                               {"deposed", "the key of a deposed object"},
                               {"provider", "the provider, such as `aws.west`"}};

}  // namespace

std::vector<std::string> option_texts(const ast::PlannedResource& resource, std::string_view name) {
  std::vector<std::string> out;
  for (const ast::PlannedResource::Option& option : resource.options) {
    if (option.name.text != name) continue;
    for (const ast::Expr* value : option.values) out.emplace_back(value->text);
  }
  return out;
}

class TestPlan {
 public:
  TestPlan(Checker& checker, const ast::PlanCase& plan, size_t file)
      : checker_(checker),
        plan_(plan),
        place_{file, &checker.file_scopes_[file]},
        values_(checker, plan, place_),
        entities_(checker, values_) {}

  std::string make() {
    for (const ast::PlannedResource& resource : plan_.resources) add(resource);
    for (const auto& [resource, attributes] : values_.computed()) leave_open(*resource, attributes);
    ir::ValueMap configuration{{"root_module", root()}};
    ir::ValueMap plan{{"format_version", text("1.2")},
                      {"terraform_version", text("1.9.0")},
                      {"applyable", {true}},
                      {"complete", {deferred_.empty()}},
                      {"errored", {false}},
                      {"resource_changes", {std::move(changes_)}}};
    if (!drift_.empty()) plan["resource_drift"] = {std::move(drift_)};
    if (!deferred_.empty()) plan["deferred_changes"] = {std::move(deferred_)};
    if (!state_.empty()) plan["prior_state"] = prior_state();
    entities_.finish(plan, configuration);
    plan["configuration"] = {std::move(configuration)};
    return plan_json({std::move(plan)});
  }

 private:
  // A module of the configuration.
  struct Module {
    ir::ValueList resources;
    std::map<std::string, Module> calls;
    char index = 0;
  };

  Diagnostic& report(std::string message, Span at) {
    return checker_.report(DiagnosticKind::InvalidTestPlan, std::move(message), at);
  }

  void add(const ast::PlannedResource& resource) {
    check_options(resource);
    if (entities_.add(resource)) return;
    check_data_action(resource);
    Type type = type_of(resource);
    PlannedBody after = values_.body(resource.after, type, resource);
    PlannedBody before = resource.from ? values_.body(*resource.from, type, resource) : after;
    ir::ValueMap made = head(resource);
    std::string address = std::get<std::string>(made["address"].data);
    // A drift, and each deposed object, stands beside what is planned for the resource.
    std::string_view beside = resource.action.text == "drift" ? "drift" : "";
    std::vector<std::string> deposed = option_texts(resource, "deposed");
    if (!seen_.insert(fmt::format("{} {} {}", address, beside, fmt::join(deposed, " "))).second) {
      report(fmt::format("`{}` is planned twice", address), resource.name.span);
      return;
    }
    configure(resource, after.expressions);
    check_replace_paths(resource, type);
    file(resource, std::move(made), before, after);
  }

  Type type_of(const ast::PlannedResource& resource) {
    std::string name = planned_type(resource);
    return checker_.expressions_.resource_type({{name, resource.type.span}});
  }

  // A data source that is read while the plan is made stands in the state alone.
  void file(const ast::PlannedResource& resource, ir::ValueMap made, const PlannedBody& before,
            const PlannedBody& after) {
    bool read_early = is_data(resource) && resource.action.text != "read";
    if (read_early) {
      made["values"] = {after.known};
      state_[std::string(resource.module_address)].push_back({std::move(made)});
      return;
    }
    add_options(resource, made);
    made["change"] = {values(resource, before, after)};
    if (resource.action.text == "drift") return drift_.push_back({std::move(made)});
    if (resource.action.text != "defer") {
      places_[&resource] = changes_.size();
      return changes_.push_back({std::move(made)});
    }
    std::vector<std::string> reason = option_texts(resource, "reason");
    deferred_.push_back({ir::ValueMap{{"reason", text(reason.empty() ? "instance_count_unknown" : reason[0])},
                                      {"resource_change", {std::move(made)}}}});
  }

  // What exists already is known, but a test need not write it: then it is as good as computed.
  void leave_open(const ast::PlannedResource& resource, const std::set<std::string>& attributes) {
    auto place = places_.find(&resource);
    if (place == places_.end()) return;
    auto& change = std::get<ir::ValueMap>(std::get<ir::ValueMap>(changes_[place->second].data)["change"].data);
    if (change["after"].is_null()) return;
    for (const std::string& attribute : attributes)
      std::get<ir::ValueMap>(change["after_unknown"].data)[attribute] = {true};
  }

  static bool is_data(const ast::PlannedResource& resource) { return planned_type(resource).starts_with("data."); }

  static std::string bare_type(const ast::PlannedResource& resource) {
    std::string type = planned_type(resource);
    return is_data(resource) ? type.substr(5) : type;
  }

  // "aws_x.main", without module and index.
  static std::string block_address(const ast::PlannedResource& resource) {
    return fmt::format("{}.{}", planned_type(resource), resource.name.text);
  }

  ir::ValueMap head(const ast::PlannedResource& resource) {
    std::string type = bare_type(resource);
    std::string address = resource.module_address.empty() ? "" : fmt::format("{}.", resource.module_address);
    ir::ValueMap out{{"mode", text(is_data(resource) ? "data" : "managed")},
                     {"type", text(type)},
                     {"name", text(resource.name.text)},
                     {"provider_name", text("registry.terraform.io/hashicorp/" + type.substr(0, type.find('_')))}};
    address += block_address(resource);
    if (!resource.module_address.empty()) out["module_address"] = text(resource.module_address);
    if (resource.index) {
      if (auto index = checker_.constant(*resource.index, place_, Type{})) {
        address += fmt::format("[{}]", plan_json(*index));
        out["index"] = std::move(*index);
      }
    }
    out["address"] = text(address);
    return out;
  }

  void check_options(const ast::PlannedResource& resource) {
    std::set<std::string_view> seen;
    for (const ast::PlannedResource::Option& option : resource.options) {
      NearestName nearest(option.name.text);
      bool known = false;
      std::string all;
      for (const Option& each : kOptions) {
        known = known || each.name == option.name.text;
        nearest.offer(each.name);
        all += fmt::format("{}`{}` ({})", all.empty() ? "" : ", ", each.name, each.what);
      }
      if (!seen.insert(option.name.text).second)
        report(fmt::format("`{}` stands twice", option.name.text), option.span);
      if (known) continue;
      auto best = nearest.best();
      report(fmt::format("a planned resource has no `{}`", option.name.text), option.name.span)
          .help(best ? fmt::format("did you mean `{}`?", *best) : "it may have " + all);
    }
  }

  // What Terraform never plans for a data source would be judged by nothing.
  void check_data_action(const ast::PlannedResource& resource) {
    std::string_view action = resource.action.text;
    if (!is_data(resource) || action == "read" || action == "no-op" || action == "noop") return;
    report(fmt::format("`{}` does not happen to a data source", action), resource.action.span)
        .help(fmt::format("write `read {0}` where it is read at apply, `no-op {0}` where it was read already",
                          planned_type(resource)));
  }

  void check_replace_paths(const ast::PlannedResource& resource, const Type& type) {
    for (const ast::PlannedResource::Option& option : resource.options) {
      if (option.name.text != "forced_by") continue;
      for (const ast::Expr* path : option.values) {
        std::string name(path->text.substr(0, path->text.find_first_of(".[")));
        if (find_attribute(type, name)) continue;
        auto near = nearest_attribute(type, name);
        checker_
            .report(DiagnosticKind::UnknownAttribute,
                    fmt::format("`{}` has no attribute `{}`", lacking_resource(type, name), name), path->span)
            .help(near ? fmt::format("did you mean `{}`?", *near) : "");
      }
    }
  }

  static void add_options(const ast::PlannedResource& resource, ir::ValueMap& out) {
    auto copy = [&](std::string_view option, const char* member) {
      std::vector<std::string> texts = option_texts(resource, option);
      if (!texts.empty()) out[member] = text(texts[0]);
    };
    copy("moved", "previous_address");
    copy("deposed", "deposed");
    if (resource.action.text != "defer") copy("reason", "action_reason");
  }

  // `delete` and `forget` show what there was; what was has no unknown parts.
  static ir::ValueMap values(const ast::PlannedResource& resource, const PlannedBody& before,
                             const PlannedBody& after) {
    std::string_view action = resource.action.text;
    bool ends = action == "delete" || action == "forget";
    bool starts = action == "create" || action == "read" || action == "defer";
    ir::Value none{ir::ValueMap{}};
    ir::ValueMap out{{"actions", {actions_of(action, resource.from.has_value())}},
                     {"before", starts ? ir::Value{} : ir::Value{before.known}},
                     {"after", ends ? ir::Value{} : ir::Value{after.known}},
                     {"after_unknown", ends ? none : ir::Value{after.unknown}},
                     {"before_sensitive", starts ? ir::Value{false} : none},
                     {"after_sensitive", ends ? ir::Value{false} : none}};
    if (action == "import") out["importing"] = {ir::ValueMap{{"id", text("imported")}}};
    ir::ValueList paths;
    for (const std::string& path : option_texts(resource, "forced_by")) paths.push_back({path_of(path)});
    if (!paths.empty()) out["replace_paths"] = {std::move(paths)};
    return out;
  }

  void configure(const ast::PlannedResource& resource, const ir::ValueMap& expressions) {
    Module* module = &modules_;
    for (const ModuleStep& step : module_steps(resource.module_address)) {
      module = &module->calls[step.name];
      module->index = step.index;
    }
    std::string address = block_address(resource);
    for (const ir::Value& other : module->resources) {
      // Another instance of the same block.
      if (std::get<ir::ValueMap>(other.data).at("address") == text(address)) return;
    }
    std::string type = bare_type(resource);
    std::vector<std::string> provider = option_texts(resource, "provider");
    ir::ValueMap out{{"address", text(address)},
                     {"mode", text(is_data(resource) ? "data" : "managed")},
                     {"type", text(type)},
                     {"name", text(resource.name.text)},
                     {"provider_config_key", text(provider.empty() ? type.substr(0, type.find('_')) : provider[0])},
                     {"expressions", {expressions}}};
    if (resource.index) {
      bool keyed = resource.index->kind == ast::ExprKind::String;
      out[repeats(keyed)] = {ir::ValueMap{}};
    }
    module->resources.push_back({std::move(out)});
  }

  static const char* repeats(bool keyed) { return keyed ? "for_each_expression" : "count_expression"; }

  // Modules nest as deep as an address is long.
  static ir::Value module_value(Module& module) {
    ir::ValueMap out;
    if (!module.resources.empty()) out["resources"] = {std::move(module.resources)};
    ir::ValueMap calls;
    for (auto& [name, call] : module.calls) {
      ir::ValueMap made{{"module", module_value(call)}};
      if (call.index != 0) made[repeats(call.index == '"')] = {ir::ValueMap{}};
      calls[name] = {std::move(made)};
    }
    if (!calls.empty()) out["module_calls"] = {std::move(calls)};
    return {std::move(out)};
  }

  ir::Value root() { return module_value(modules_); }

  ir::Value prior_state() {
    ir::ValueMap root;
    ir::ValueList children;
    for (auto& [address, resources] : state_) {
      if (address.empty()) {
        root["resources"] = {std::move(resources)};
      } else {
        children.push_back({ir::ValueMap{{"address", text(address)}, {"resources", {std::move(resources)}}}});
      }
    }
    if (!children.empty()) root["child_modules"] = {std::move(children)};
    return {
        ir::ValueMap{{"format_version", text("1.0")}, {"values", {ir::ValueMap{{"root_module", {std::move(root)}}}}}}};
  }

  Checker& checker_;
  const ast::PlanCase& plan_;
  Place place_;
  PlanValues values_;
  PlanEntities entities_;
  ir::ValueList changes_, drift_, deferred_;
  std::map<std::string, ir::ValueList> state_;  // by module
  Module modules_;
  std::map<const ast::PlannedResource*, size_t> places_;  // in changes_
  std::set<std::string> seen_;
};

void Checker::check_plan(const ast::PlanCase& plan, size_t file, ir::TestStep& step) {
  if (plan.file) {
    step.plan_file = std::string(plan.file->text);
    return;
  }
  step.plan_json = TestPlan(*this, plan, file).make();
}

}  // namespace berm::check
