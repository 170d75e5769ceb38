#include "runtime/plan/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory_resource>
#include <utility>

#include "base/files.h"
#include "runtime/plan/change.h"
#include "runtime/plan/configuration.h"
#include "runtime/plan/entities.h"
#include "runtime/plan/json_scan.h"
#include "runtime/plan/json_value.h"
#include "runtime/plan/sniff.h"
#include "runtime/plan/state.h"

namespace berm::plan {
namespace {

using facts::Plan;
using facts::ResourceChange;
using facts::Value;
using facts::ValueKind;

// Offsets within a plan have 32 bits.
static_assert(kMaxPlanBytes < UINT32_MAX);

// What a Plan's views point into.
struct Storage {
  std::string text;  // with kPadding bytes behind the plan
  std::pmr::monotonic_buffer_resource arena;
};

bool wants_counts(std::string_view root_key) {
  constexpr std::string_view kRead[] = {
      "resource_changes", "resource_drift", "deferred_changes",   "variables",
      "output_changes",   "checks",         "action_invocations", "deferred_action_invocations",
      "configuration",    "prior_state"};
  return std::ranges::find(kRead, root_key) != std::end(kRead);
}

// Where it does not say what changes, what it says will be there is read.
bool wants_planned_values(std::string_view root_key) { return root_key == "planned_values" || wants_counts(root_key); }

// A module of `planned_values`; nesting is bounded.
bool names_resources(const Value& module) {
  const Value &resources = *module.find("resources"), &children = *module.find("child_modules");
  if (resources.kind == ValueKind::List && resources.size > 0) return true;
  return children.kind == ValueKind::List && std::ranges::any_of(children.list(), names_resources);
}

Problem malformed(size_t offset, std::string message) {
  return {DiagnosticKind::PlanMalformed, offset, std::move(message), {}};
}

bool is_number(std::string_view text) {
  if (text.starts_with('0') && text != "0") return false;
  return !text.empty() && text.size() < 6 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// 0.1 to 1.x; a newer minor version only adds properties.
bool is_supported(std::string_view version) {
  return version.starts_with("1.") || (version[0] == '0' && version != "0.0");
}

class Reader {
 public:
  explicit Reader(std::string text) : storage_(std::make_shared<Storage>()) {
    plan_.bytes = text.size();
    storage_->text = std::move(text);
    storage_->text.append(kPadding, ' ');
    text_ = std::string_view(storage_->text).substr(0, plan_.bytes);
  }

  std::optional<Problem> run();
  Plan take() { return std::move(plan_); }
  std::string_view text() const { return text_; }

 private:
  using Step = std::optional<Problem> (Reader::*)();

  std::optional<Problem> lay_out();
  std::optional<Problem> check_root_keys();
  std::optional<Problem> read_versions();
  std::optional<Problem> read_flags();
  std::optional<Problem> read_config();
  std::optional<Problem> read_prior_state();
  std::optional<Problem> read_changes();
  std::optional<Problem> read_planned_values();
  std::optional<Problem> read_entities();
  std::optional<Problem> read_actions();
  std::optional<Problem> link();

  std::string_view slice(const Element& element) const {
    return text_.substr(element.begin, element.end - element.begin);
  }
  const RootMember* root(std::string_view name) const { return find_root(text_, layout_, name); }
  std::optional<Problem> read_flag(std::string_view name, std::optional<bool>& out) const;
  std::optional<Problem> expect_array(const RootMember& member, std::string_view name) const;
  // Hands an object at the root to `read`, or each object of a list: what is wrong with it comes back in words.
  template <typename Read>
  std::optional<Problem> read_object(std::string_view name, Read read);
  template <typename Read>
  std::optional<Problem> read_each(std::string_view name, Read read);
  std::optional<Problem> read_list(std::string_view name, Address address, std::vector<ResourceChange>& out);
  uint32_t count_of(std::string_view name) const;
  const facts::ConfigModule& root_module() const;

  std::shared_ptr<Storage> storage_;
  std::string_view text_;
  Layout layout_;
  std::optional<ValueReader> values_;  // once the layout is there
  Plan plan_;
};

std::optional<Problem> Reader::run() {
  for (Step step : {&Reader::lay_out, &Reader::check_root_keys, &Reader::read_versions, &Reader::read_flags,
                    &Reader::read_config, &Reader::read_prior_state, &Reader::read_changes, &Reader::read_entities,
                    &Reader::read_actions, &Reader::link}) {
    if (auto problem = (this->*step)()) return problem;
  }
  plan_.storage = storage_;
  return std::nullopt;
}

std::optional<Problem> Reader::lay_out() {
  if (auto problem = sniff_bytes(text_)) return problem;
  if (auto problem = scan_json(text_, wants_counts, layout_)) {
    if (problem->hint.empty()) problem->hint = sniff_broken(text_, layout_);
    return problem;
  }
  if (root("resource_changes") || !root("planned_values")) return std::nullopt;
  layout_ = {};
  return scan_json(text_, wants_planned_values, layout_);
}

// Readers disagree on which of two members counts, and on whether an escaped name is the same name.
std::optional<Problem> Reader::check_root_keys() {
  std::vector<std::pair<std::string_view, uint32_t>> keys;
  for (const RootMember& member : layout_.members) {
    keys.emplace_back(slice(member.key), member.key.begin);
    if (keys.back().first.find('\\') == std::string_view::npos) continue;
    return malformed(member.key.begin, "a name at the root of the plan is written with an escape");
  }
  std::sort(keys.begin(), keys.end());
  auto twice = std::adjacent_find(keys.begin(), keys.end(), [](auto& a, auto& b) { return a.first == b.first; });
  if (twice == keys.end()) return sniff_root(text_, layout_);
  return Problem{DiagnosticKind::PlanDuplicateKey, std::next(twice)->second,
                 "the root of the plan has the same member twice",
                 "which of the two counts would depend on the reader; Terraform writes each once"};
}

std::optional<Problem> Reader::read_versions() {
  const RootMember* member = root("format_version");
  std::string_view version = slice(member->value);
  auto problem = [&](std::string message) {
    return Problem{DiagnosticKind::PlanFormatVersion, member->value.begin, std::move(message),
                   "plans of format version 0.1 to 1.x can be read"};
  };
  if (!version.starts_with('"')) return problem("`format_version` is not a string");
  version = version.substr(1, version.size() - 2);
  size_t dot = version.find('.');
  bool wellformed =
      dot != std::string_view::npos && is_number(version.substr(0, dot)) && is_number(version.substr(dot + 1));
  if (!wellformed) return problem("`format_version` is not a version like `1.2`");
  if (!is_supported(version)) return problem(fmt::format("the plan has format version `{}`", version));
  plan_.format_version = version;
  const RootMember* terraform = root("terraform_version");
  std::string_view quoted = terraform ? slice(terraform->value) : "\"\"";
  if (!quoted.starts_with('"')) return malformed(terraform->value.begin, "`terraform_version` is not a string");
  plan_.terraform_version = quoted.substr(1, quoted.size() - 2);
  return std::nullopt;
}

std::optional<Problem> Reader::read_flag(std::string_view name, std::optional<bool>& out) const {
  const RootMember* member = root(name);
  if (!member) return std::nullopt;
  std::string_view text = slice(member->value);
  if (text != "true" && text != "false")
    return malformed(member->value.begin, fmt::format("`{}` is not true or false", name));
  out = text == "true";
  return std::nullopt;
}

std::optional<Problem> Reader::read_flags() {
  std::optional<bool> errored;
  if (auto problem = read_flag("errored", errored)) return problem;
  if (auto problem = read_flag("complete", plan_.complete)) return problem;
  if (auto problem = read_flag("applyable", plan_.applyable)) return problem;
  plan_.errored = errored.value_or(false);
  return std::nullopt;
}

std::optional<Problem> Reader::expect_array(const RootMember& member, std::string_view name) const {
  if (text_[member.value.begin] == '[') return std::nullopt;
  return malformed(member.value.begin, fmt::format("`{}` is not a list", name));
}

uint32_t Reader::count_of(std::string_view name) const {
  const RootMember* member = root(name);
  return member ? static_cast<uint32_t>(member->elements.size()) : 0;
}

template <typename Read>
std::optional<Problem> Reader::read_object(std::string_view name, Read read) {
  const RootMember* member = root(name);
  if (!member) return std::nullopt;
  size_t begin = member->value.begin;
  if (text_[begin] != '{') return malformed(begin, fmt::format("`{}` is not an object", name));
  Value value;
  if (auto problem = values_->read(member->value, value)) return problem;
  if (std::optional<std::string> problem = read(value)) return malformed(begin, std::move(*problem));
  return std::nullopt;
}

// Terraform leaves an empty list out.
template <typename Read>
std::optional<Problem> Reader::read_each(std::string_view name, Read read) {
  const RootMember* member = root(name);
  if (!member) return std::nullopt;
  if (auto problem = expect_array(*member, name)) return problem;
  for (const Element& element : member->elements) {
    if (text_[element.begin] != '{') return malformed(element.begin, fmt::format("`{}` holds more than objects", name));
    Value value;
    if (auto problem = values_->read(element, value)) return problem;
    if (std::optional<std::string> problem = read(value)) return malformed(element.begin, std::move(*problem));
  }
  return std::nullopt;
}

std::optional<Problem> Reader::read_config() {
  values_.emplace(text_, layout_.counts, storage_->arena);
  return read_object("configuration", [this](const Value& value) -> std::optional<std::string> {
    if (auto problem = read_configuration(value, storage_->arena, *plan_.modules, *plan_.config)) return problem;
    return read_providers(value, plan_.providers);
  });
}

std::optional<Problem> Reader::read_prior_state() {
  return read_object("prior_state",
                     [this](const Value& value) { return read_state(value, storage_->arena, plan_.prior_state); });
}

std::optional<Problem> Reader::read_list(std::string_view name, Address address, std::vector<ResourceChange>& out) {
  out.reserve(count_of(name));
  return read_each(
      name, [&](const Value& value) { return read_change(value, address, storage_->arena, out.emplace_back()); });
}

std::optional<Problem> Reader::read_changes() {
  if (auto problem = read_list("resource_changes", Address::Required, plan_.changes)) return problem;
  if (auto problem = read_list("resource_drift", Address::MadeWhereMissing, plan_.drift)) return problem;
  if (auto problem = read_planned_values()) return problem;
  plan_.deferred_changes = count_of("deferred_changes");
  return read_each("deferred_changes", [this](const Value& value) {
    return read_deferred_change(value, storage_->arena, plan_.deferred.emplace_back());
  });
}

// Terraform leaves `resource_changes` out where there is no resource.
std::optional<Problem> Reader::read_planned_values() {
  if (root("resource_changes")) return std::nullopt;
  return read_object("planned_values", [this](const Value& value) -> std::optional<std::string> {
    plan_.changes_missing = names_resources(*value.find("root_module"));
    return std::nullopt;
  });
}

const facts::ConfigModule& Reader::root_module() const {
  static const facts::ConfigModule kNone{};
  return plan_.modules->empty() ? kNone : plan_.modules->front();
}

std::optional<Problem> Reader::read_entities() {
  Entities entities(storage_->arena, plan_.entities);
  const Value &variables = root_module().variables, &outputs = root_module().outputs;
  auto add_variables = [&](const Value& value) { return entities.add_variables(value, variables, plan_.variables); };
  if (auto problem = read_object("variables", add_variables)) return problem;
  auto add_outputs = [&](const Value& value) { return entities.add_outputs(value, outputs); };
  if (auto problem = read_object("output_changes", add_outputs)) return problem;
  if (auto problem = read_each("checks", [&](const Value& value) { return entities.add_check(value); })) return problem;
  for (const facts::ProviderConfig& provider : plan_.providers) entities.add_provider(provider);
  return std::nullopt;
}

std::optional<Problem> Reader::read_actions() {
  Entities entities(storage_->arena, plan_.entities);
  plan_.action_invocations = count_of("action_invocations") + count_of("deferred_action_invocations");
  auto add = [&](const Value& value) { return entities.add_action(value); };
  if (auto problem = read_each("action_invocations", add)) return problem;
  auto add_deferred = [&](const Value& value) { return entities.add_deferred_action(value); };
  return read_each("deferred_action_invocations", add_deferred);
}

std::optional<Problem> Reader::link() {
  Blocks blocks(*plan_.config);
  for (auto* changes : {&plan_.changes, &plan_.drift, &plan_.deferred}) {
    for (ResourceChange& change : *changes) change.config = blocks.find(change);
  }
  for (facts::StateResource& resource : plan_.prior_state) resource.config = blocks.find(resource);
  return std::nullopt;
}

InputPosition position_of(std::string_view text, size_t offset, const std::string& name) {
  std::string_view before = text.substr(0, offset);
  size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return {name, static_cast<uint64_t>(std::count(before.begin(), before.end(), '\n')) + 1, offset - line_start + 1};
}

}  // namespace

std::optional<Plan> read_plan_text(std::string text, const std::string& name, Diagnostics& diagnostics) {
  if (text.size() > kMaxPlanBytes) {
    diagnostics.add(DiagnosticKind::PlanLimit, "the plan has more than 4 GB").at(InputPosition{name});
    return std::nullopt;
  }
  Reader reader(std::move(text));
  if (auto problem = reader.run()) {
    diagnostics.add(problem->kind, std::move(problem->message))
        .at(position_of(reader.text(), problem->offset, name))
        .help(std::move(problem->hint));
    return std::nullopt;
  }
  Plan plan = reader.take();
  plan.path = name;
  return plan;
}

std::optional<Plan> read_plan(const std::string& path, Diagnostics& diagnostics) {
  std::optional<std::string> text = read_file(path, kMaxPlanBytes, diagnostics);
  if (!text) return std::nullopt;
  return read_plan_text(std::move(*text), path, diagnostics);
}

}  // namespace berm::plan
