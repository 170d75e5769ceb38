// Variables, outputs, checks, providers and actions in the plan of a test.
#include <algorithm>

#include "compiler/check/plan_value.h"
#include "compiler/check/resource_types.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

ir::Value member(const ir::ValueMap& map, const std::string& name) {
  auto found = map.find(name);
  return found == map.end() ? ir::Value{} : found->second;
}

std::string text_of(const ir::ValueMap& map, const std::string& name, std::string otherwise) {
  const ir::Value found = member(map, name);
  const auto* text = std::get_if<std::string>(&found.data);
  return text ? *text : otherwise;
}

ir::Value text(std::string value) { return {std::move(value)}; }

// `{ region = "eu-west-1" }` as a configuration writes it: every setting an expression.
ir::Value settings_of(const ir::Value& known) {
  const auto* map = std::get_if<ir::ValueMap>(&known.data);
  if (!map) return {ir::ValueMap{{"constant_value", known}}};
  ir::ValueMap out;
  for (const auto& [name, value] : *map) out[name] = settings_of(value);
  return {std::move(out)};
}

ir::Value reference() { return {ir::ValueMap{{"references", {ir::ValueList{text("var.unknown")}}}}}; }

}  // namespace

bool PlanEntities::add(const ast::PlannedResource& entity) {
  if (!plan_entity(entity.type.text)) return false;
  bool output = entity.type.text == "terraform_output";
  bool fits =
      entity.action.text == "create" ||
      (output && (entity.action.text == "update" || entity.action.text == "delete" || entity.action.text == "no-op"));
  if (!fits) {
    checker_
        .report(DiagnosticKind::InvalidTestPlan,
                fmt::format("`{}` does not happen to a `{}`", entity.action.text, entity.type.text), entity.action.span)
        .help(output ? "an output is `create`, `update`, `delete` or `no-op`" : "write `create`");
    return true;
  }
  if (entity.type.text == "terraform_variable") add_variable(entity);
  if (output) add_output(entity);
  if (entity.type.text == "terraform_check") add_check(entity);
  if (entity.type.text == "terraform_provider") add_provider(entity);
  if (entity.type.text == "terraform_action") add_action(entity);
  return true;
}

PlannedBody PlanEntities::body(const ast::PlannedResource& entity, const ast::BlockBody& block) {
  return values_.body(block, checker_.expressions_.resource_type({entity.type}), entity);
}

void PlanEntities::add_variable(const ast::PlannedResource& entity) {
  PlannedBody made = body(entity, entity.after);
  variables_[std::string(entity.name.text)] = {ir::ValueMap{{"value", member(made.known, "value")}}};
}

void PlanEntities::add_output(const ast::PlannedResource& entity) {
  PlannedBody after = body(entity, entity.after);
  PlannedBody before = entity.from ? body(entity, *entity.from) : after;
  bool starts = entity.action.text == "create", ends = entity.action.text == "delete";
  auto unknown = after.unknown.find("value");
  outputs_[std::string(entity.name.text)] = {
      ir::ValueMap{{"actions", {ir::ValueList{text(std::string(entity.action.text))}}},
                   {"before", starts ? ir::Value{} : member(before.known, "value")},
                   {"after", ends ? ir::Value{} : member(after.known, "value")},
                   {"after_unknown", unknown == after.unknown.end() || ends ? ir::Value{false} : unknown->second},
                   {"before_sensitive", {!starts && member(before.known, "sensitive") == ir::Value{true}}},
                   {"after_sensitive", {!ends && member(after.known, "sensitive") == ir::Value{true}}}}};
}

void PlanEntities::add_check(const ast::PlannedResource& entity) {
  PlannedBody made = body(entity, entity.after);
  std::string kind = text_of(made.known, "kind", "check");
  std::string address = kind == "check" ? fmt::format("check.{}", entity.name.text) : std::string(entity.name.text);
  ir::ValueList problems;
  ir::Value written = member(made.known, "problems");
  if (const auto* list = std::get_if<ir::ValueList>(&written.data)) {
    for (const ir::Value& message : *list) problems.push_back({ir::ValueMap{{"message", message}}});
  }
  ir::Value status = text(text_of(made.known, "status", problems.empty() ? "pass" : "fail"));
  ir::ValueMap instance{{"address", {ir::ValueMap{{"to_display", text(address)}}}},
                        {"status", status},
                        {"problems", {std::move(problems)}}};
  ir::ValueMap place{
      {"kind", text(kind)}, {"to_display", text(address)}, {"name", text(std::string(entity.name.text))}};
  checks_.push_back({ir::ValueMap{
      {"address", {std::move(place)}}, {"status", status}, {"instances", {ir::ValueList{{std::move(instance)}}}}}});
}

// The label is the provider as configurations name it: `aws`, `aws.west`, `module.a:aws`.
void PlanEntities::add_provider(const ast::PlannedResource& entity) {
  PlannedBody made = body(entity, entity.after);
  std::string key(entity.name.text);
  std::string local = key.substr(key.rfind(':') + 1);
  size_t dot = local.find('.');
  std::string name = text_of(made.known, "name", local.substr(0, dot));
  ir::ValueMap out{{"name", text(name)},
                   {"full_name", text(text_of(made.known, "full_name", "registry.terraform.io/hashicorp/" + name))}};
  if (dot != std::string::npos) out["alias"] = text(local.substr(dot + 1));
  for (const char* copied : {"alias", "version_constraint", "module_address"}) {
    if (made.known.contains(copied)) out[copied] = made.known.at(copied);
  }
  ir::Value expressions{ir::ValueMap{}};
  if (made.known.contains("config")) expressions = settings_of(made.known.at("config"));
  auto unknown = made.unknown.find("config");
  if (unknown != made.unknown.end() && std::holds_alternative<ir::ValueMap>(unknown->second.data)) {
    for (const auto& [setting, where] : std::get<ir::ValueMap>(unknown->second.data))
      std::get<ir::ValueMap>(expressions.data)[setting] = reference();
  }
  out["expressions"] = std::move(expressions);
  providers_[key] = {std::move(out)};
}

void PlanEntities::add_action(const ast::PlannedResource& entity) {
  PlannedBody made = body(entity, entity.after);
  std::string type = text_of(made.known, "type", "terraform_action");
  std::string provider = "registry.terraform.io/hashicorp/" + type.substr(0, type.find('_'));
  ir::ValueMap trigger;
  if (made.known.contains("event")) trigger["action_trigger_event"] = made.known.at("event");
  if (made.known.contains("triggered_by")) trigger["triggering_resource_address"] = made.known.at("triggered_by");
  ir::ValueMap out{
      {"address", text(fmt::format("action.{}.{}", type, entity.name.text))},
      {"type", text(type)},
      {"name", text(std::string(entity.name.text))},
      {"provider_name", text(text_of(made.known, "provider_name", provider))},
      {"config_values", made.known.contains("config") ? made.known.at("config") : ir::Value{ir::ValueMap{}}}};
  if (made.unknown.contains("config")) out["config_unknown"] = made.unknown.at("config");
  if (!trigger.empty()) out["lifecycle_action_trigger"] = {std::move(trigger)};
  actions_.push_back({std::move(out)});
}

void PlanEntities::finish(ir::ValueMap& plan, ir::ValueMap& configuration) {
  if (!variables_.empty()) plan["variables"] = {std::move(variables_)};
  if (!outputs_.empty()) plan["output_changes"] = {std::move(outputs_)};
  if (!checks_.empty()) plan["checks"] = {std::move(checks_)};
  if (!actions_.empty()) plan["action_invocations"] = {std::move(actions_)};
  if (!providers_.empty()) configuration["provider_config"] = {std::move(providers_)};
}

}  // namespace berm::check
