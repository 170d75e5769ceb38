// Builtins about the change: what happens to the resource, what its author wrote, its tags.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "reference/builtins.h"
#include "reference/eval_plan.h"
#include "reference/misfit.h"

namespace berm::reference {
namespace {

// A `dynamic` block leaves no trace in the configuration but a list of objects, perhaps an empty one.
bool may_be_block(const Value& value) {
  if (value.kind == ValueKind::Unknown || value.kind == ValueKind::Object) return true;
  if (value.kind != ValueKind::List) return false;
  auto block = [](const Value& element) { return element.is_unknown() || element.kind == ValueKind::Object; };
  return value.size == 0 || std::ranges::any_of(value.list(), block);
}

bool may_be_block(ir::Type type) {
  return type == ir::Type::List || type == ir::Type::Set || type == ir::Type::Object || type == ir::Type::Any;
}

// What an argument has to be.
ir::Type wanted(ir::Builtin builtin) {
  bool ranges = builtin == ir::Builtin::Covers || builtin == ir::Builtin::Overlaps;
  return ranges ? ir::Type::Cidr : ir::Type::String;
}

// Blocks `tag { key = "…" value = "…" }`, as Auto Scaling groups have them. False: there may be more.
bool add_tag_blocks(const Value& blocks, std::map<std::string_view, Value>& tags) {
  if (blocks.kind != ValueKind::List) return !blocks.is_unknown();
  bool all = true;
  for (const Value& block : blocks.list()) {
    const Value& key = block.kind == ValueKind::Object ? *block.find("key") : block;
    Value value = block.kind == ValueKind::Object ? *block.find("value") : facts::kNull;
    value.sensitive = value.sensitive || block.sensitive || blocks.sensitive;
    if (key.kind == ValueKind::String) tags.try_emplace(key.string(), value);
    all = all && !key.is_unknown();
  }
  return all;
}

// `over`: known ones win against those that are there.
void add_tags(const Value& tags, bool over, std::map<std::string_view, Value>& merged) {
  if (tags.kind != ValueKind::Object) return;
  for (facts::Member member : tags.object()) {
    member.value.sensitive = member.value.sensitive || tags.sensitive;
    auto [place, is_new] = merged.try_emplace(member.key, member.value);
    bool wins = over && !member.value.is_unknown() && !member.value.is_null();
    if (!is_new && wins) place->second = member.value;
  }
}

// The plan's configuration names attributes of the resource, not what stands inside them.
Tri is_configured(const facts::ResourceChange& change, const ir::Expr& argument) {
  bool readable = change.config && !argument.steps.empty() && argument.steps[0].kind == ir::Step::Kind::Attribute;
  if (!readable) return Tri::Unknown;
  const std::string& name = argument.steps[0].attribute;
  bool whole = argument.steps.size() == 1;
  if (std::ranges::find(change.config->written, name) != change.config->written.end()) {
    return whole ? Tri::True : Tri::Unknown;
  }
  bool block = !whole || may_be_block(argument.type);
  block = block && (may_be_block(*change.after.find(name)) || may_be_block(*change.before.find(name)));
  return block ? Tri::Unknown : Tri::False;
}

// Builtins whose argument is a resource.
bool is_about_resource(ir::Builtin builtin) {
  switch (builtin) {
    case ir::Builtin::Creating:
    case ir::Builtin::Updating:
    case ir::Builtin::Deleting:
    case ir::Builtin::Replacing:
    case ir::Builtin::Forgetting:
    case ir::Builtin::Importing:
    case ir::Builtin::Deposed:
    case ir::Builtin::Deferred:
    case ir::Builtin::MovedFrom:
    case ir::Builtin::ActionReason:
    case ir::Builtin::ModuleOf:
    case ir::Builtin::Address:
    case ir::Builtin::Tags:
    case ir::Builtin::AccountOf:
    case ir::Builtin::RegionOf:
    case ir::Builtin::ProviderOf: return true;
    default: return false;
  }
}

// What a provider's configuration may say.
Result told(const Resource& resource, std::string_view question, Value answer) {
  Result result = known(answer);
  result.path = fmt::format("{}({})", question, resource.change->address);
  if (answer.is_unknown()) result.why = "is not said by the configuration of the provider";
  return result;
}

}  // namespace

Result PlanEvaluator::call(const ir::Expr& expr) {
  switch (expr.builtin) {
    case ir::Builtin::Changed: return changed(*expr.children[0]);
    case ir::Builtin::Known: return is_known(*expr.children[0]);
    case ir::Builtin::Sensitive: return is_sensitive(*expr.children[0]);
    case ir::Builtin::Configured: return configured(*expr.children[0]);
    case ir::Builtin::ForcesReplace: return forces_replace(*expr.children[0]);
    case ir::Builtin::Statements: return statements(*expr.children[0]);
    case ir::Builtin::PolicyFindings: return policy_findings(*expr.children[0]);
    default: break;
  }
  if (!is_about_resource(expr.builtin)) return apply_builtin(expr);
  const Resource* of = resource(expr.children[0]->variable);
  if (!of) return unknown("");
  return of->change ? about(expr, *of) : unknown(of->root);
}

Result PlanEvaluator::about(const ir::Expr& expr, const Resource& resource) {
  const facts::ResourceChange& change = *resource.change;
  auto text = [&](std::string_view words) { return known(arena_.text(std::string(words))); };
  auto text_or_null = [&](std::string_view words) { return words.empty() ? known(facts::kNull) : text(words); };
  switch (expr.builtin) {
    case ir::Builtin::Creating: return action(resource, facts::kCreate);
    case ir::Builtin::Updating: return action(resource, facts::kUpdate);
    case ir::Builtin::Deleting: return action(resource, facts::kDelete);
    case ir::Builtin::Replacing: return action(resource, facts::kCreate | facts::kDelete);
    case ir::Builtin::Forgetting: return action(resource, facts::kForget);
    case ir::Builtin::Importing: return known(boolean(tri(change.importing)));
    case ir::Builtin::Deposed: return known(boolean(tri(!change.deposed.empty())));
    case ir::Builtin::Deferred: return known(boolean(tri(change.deferred)));
    case ir::Builtin::MovedFrom: return text_or_null(change.previous_address);
    case ir::Builtin::ActionReason: return text_or_null(change.action_reason);
    case ir::Builtin::ModuleOf: return text(change.module_address);
    case ir::Builtin::Address: return text(change.address);
    case ir::Builtin::AccountOf: return told(resource, "account_of", context_.relations().account_of(change));
    case ir::Builtin::RegionOf: return told(resource, "region_of", context_.relations().region_of(change));
    case ir::Builtin::ProviderOf: {
      std::string_view provider = context_.relations().provider_of(change);
      return told(resource, "provider_of", provider.empty() ? facts::kUnknown : arena_.text(std::string(provider)));
    }
    case ir::Builtin::Tags: return tags(resource);
    default: return unknown("");
  }
}

Result PlanEvaluator::apply_builtin(const ir::Expr& expr) {
  if (expr.builtin == ir::Builtin::Length) return length(*expr.children[0]);
  std::vector<Value> arguments;
  std::string path, misfit_path;
  std::string_view why;
  for (const ir::Expr* child : expr.children) {
    Result argument = evaluate(*child);
    if (argument.value.is_unknown() || argument.sequence) return unknown(argument.path, argument.why);
    if (path.empty()) path = argument.path;
    if (why.empty()) {
      why = misfit(argument.value, wanted(expr.builtin));
      misfit_path = argument.path;
    }
    arguments.push_back(argument.value);
  }
  Value value = apply(expr.builtin, arguments, arena_);
  if (value.is_unknown()) return unknown(misfit_path.empty() ? path : misfit_path, why);
  return {.value = value, .path = path};
}

Result PlanEvaluator::length(const ir::Expr& argument) {
  Result measured = evaluate(argument);
  if (measured.sequence) {
    size_t number = 0;
    Result rest = for_each(measured, [&](const Element&) { return ++number > 0; });
    return rest.value.is_unknown() ? rest : known(arena_.number(fmt::format("{}", number)));
  }
  if (measured.value.is_unknown() || measured.open) return unknown(measured.path, measured.why);
  std::string_view why = measured.value.is_null() ? std::string_view() : misfit(measured.value, argument.type);
  if (!why.empty()) return unknown(measured.path, why);
  // A set with unknown elements may have fewer of them than it shows.
  if (argument.type == ir::Type::Set && !is_whole(measured.value)) return unknown(measured.path);
  Value value = apply(ir::Builtin::Length, {measured.value}, arena_);
  return {.value = value, .path = measured.path, .why = value.is_unknown() ? kNoLength : std::string_view()};
}

bool PlanEvaluator::has_unknown_part(const Result& result) {
  if (!result.sequence) return !is_whole(result.value);
  bool whole = true;
  Result rest = for_each(result, [&](const Element& element) { return whole = is_whole(element.value); });
  return !whole || rest.value.is_unknown();
}

bool PlanEvaluator::has_sensitive_element(const Result& result) {
  if (!result.sequence) return has_sensitive_part(result.value);
  bool sensitive = false;
  for_each(result, [&](const Element& element) { return !(sensitive = has_sensitive_part(element.value)); });
  return sensitive;
}

Value PlanEvaluator::as_value(const Result& result) {
  if (!result.sequence) return result.value;
  std::vector<Value> values;
  Result rest = for_each(result, [&](const Element& element) {
    values.push_back(element.value);
    return true;
  });
  if (rest.value.is_unknown()) values.push_back(facts::kUnknown);
  return arena_.list(std::move(values));
}

// An action that is not known here might be any.
Result PlanEvaluator::action(const Resource& resource, uint8_t all_of) {
  uint8_t actions = resource.change->actions;
  if (actions & facts::kOther) return unknown(kUnknownActionPath, kUnknownAction);
  return known(boolean(tri((actions & all_of) == all_of)));
}

Result PlanEvaluator::changed(const ir::Expr& argument) {
  const Resource* of = resource(argument.variable);
  if (!of || !of->change) return of ? unknown(of->root) : unknown(before_path("…"));
  Result before = read_before(*of, argument.steps);
  Result after = walk({of->change->after, of->root.path, {}, of->change}, argument.steps);
  ir::Type type = after.sequence ? ir::Type::Any : argument.type;
  Tri same = equal(as_value(before), as_value(after), type);
  if (!after.sequence) {
    reads_.push_back({before_path(before.path), before.value});
    reads_.push_back({after.path, after.value});
  }
  return {.value = boolean(negate(same)), .path = after.path};
}

// Deep: a list with one unknown element is not known.
Result PlanEvaluator::is_known(const ir::Expr& argument) {
  const Resource* of = resource(argument.variable);
  if (of && !of->change) return unknown(of->root);
  Result value = read_plain(argument);
  return known(boolean(tri(!has_unknown_part(value))));
}

Result PlanEvaluator::is_sensitive(const ir::Expr& argument) {
  const Resource* of = resource(argument.variable);
  if (of && !of->change) return unknown(of->root);
  Result value = read_plain(argument);
  return known(boolean(tri(has_sensitive_element(value))));
}

Result PlanEvaluator::configured(const ir::Expr& argument) {
  const Resource* of = resource(argument.variable);
  if (of && !of->change) return unknown(of->root);
  Tri answer = of ? is_configured(*of->change, argument) : Tri::Unknown;
  return {.value = boolean(answer), .path = fmt::format("configured({})", read_plain(argument).path)};
}

// `tags_all` has the provider's default tags too, but older providers don't know it, and it may be known after apply.
Result PlanEvaluator::tags(const Resource& resource) {
  const Element& root = resource.root;
  Element own = attribute_of(root, "tags"), all = attribute_of(root, "tags_all");
  auto readable = [](const Value& v) { return v.is_null() || v.kind == ValueKind::Object; };
  if (!readable(all.value) && readable(own.value)) {
    Value defaults = context_.relations().default_tags_of(*resource.change);
    if (readable(defaults)) all.value = defaults;
  }
  std::map<std::string_view, Value> merged;
  bool all_in_blocks = !all.value.is_null() || add_tag_blocks(*root.value.find("tag"), merged);
  add_tags(all.value, false, merged);
  add_tags(own.value, true, merged);
  std::vector<facts::Member> members;
  for (const auto& [key, value] : merged) members.push_back({key, value});
  Result result = known(arena_.object(std::move(members)));
  result.path = own.path;
  result.open = !readable(all.value) || (!readable(own.value) && all.value.is_null()) || !all_in_blocks;
  return result;
}

}  // namespace berm::reference
