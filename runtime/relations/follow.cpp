// The part of Resolver that follows the references of one expression into others.
#include <algorithm>
#include <utility>

#include "runtime/relations/identity.h"
#include "runtime/relations/merge.h"
#include "runtime/relations/sources.h"

namespace berm::relations {

using facts::ConfigModule;
using facts::ResourceChange;
using facts::Value;

namespace {

std::string within(std::string_view module, std::string_view what) {
  std::string out(module);
  if (!module.empty()) out += '.';
  return out.append(what);
}

Steps joined(Path first, Path second) {
  Steps out(first.begin(), first.end());
  out.insert(out.end(), second.begin(), second.end());
  return out;
}

// `x[count.index]` is written as `x`, then `count.index`.
bool is_key(const Reference& reference) {
  return reference.names == Names::EachKey || reference.names == Names::EachValue ||
         reference.names == Names::CountIndex;
}

// Laid over what comes out of a reference that is not written in full.
void merge_guessed(Sources from, Guess guess, Sources& out) {
  for (Leaf& leaf : from.leaves) leaf.guess = std::max(leaf.guess, guess);
  if (guess == Guess::SameKey) from.narrowed = guess;
  merge(from, out);
}

// As far as the path leads: what is asked of an expression around a value need not be asked of the value.
const Value& walk_far(const Value& value, Path path) {
  const Value* at = &walk(value, path.first(1));
  for (size_t i = 1; i < path.size(); ++i) {
    const Value& next = walk(*at, path.subspan(i, 1));
    if (&next == &facts::kNull) return *at;
    at = &next;
  }
  return *at;
}

bool has(const ResourceChange& resource, std::string_view attribute) {
  auto all = resource.after.object();
  return std::any_of(all.begin(), all.end(), [&](const facts::Member& member) { return member.key == attribute; });
}

void merge_aside(Sources from, Sources& out) {
  for (Leaf& leaf : from.leaves) leaf.aside = true;
  from.missing = true;
  merge(from, out);
}

}  // namespace

void Resolver::add_expression(const Value& expression, const Place& place, Wanted wanted, Sources& out) {
  const Steps& rest = paths_.keep(wanted.rest);
  uint64_t hash = combined(combined(hash_of(&expression), hash_of(place.module)), hash_of(place.key));
  hash = combined(combined(hash, hash_of(&rest)), hash_of(wanted.key));
  uint32_t found = expression_index_.find(hash, [&](uint32_t at) {
    const Expression& other = expressions_[at];
    return other.written == &expression && other.module == place.module && other.key == place.key &&
           other.rest == &rest && other.wanted_key == wanted.key;
  });
  if (found != HashIndex::kNone) return merge(expressions_[found].sources, out);
  expression_index_.add(hash, static_cast<uint32_t>(expressions_.size()));
  Sources& sources = expressions_
                         .emplace_back(&expression, place.module, place.key, wanted.key, &rest,
                                       Sources{.dead_end = std::string(kTooLong)})
                         .sources;
  if (depth_ <= kMaxDepth) {
    ++depth_;
    Sources made;
    read_expression(expression, place, {rest, wanted.key}, made);
    --depth_;
    sources = std::move(made);
  }
  merge(sources, out);
}

void Resolver::add_own(const Value& expression, const Place& place, Wanted wanted, Sources& out) {
  if (depth_ > kMaxDepth) return hide(out, kTooLong);
  ++depth_;
  Sources made;
  read_expression(expression, place, wanted, made);
  --depth_;
  merge(std::move(made), out);
}

const std::vector<Reference>& Resolver::references_of(const Value& expression) {
  auto [entry, fresh] = references_.try_emplace(&expression);
  if (fresh) entry->second = read_references(expression);
  return entry->second;
}

void Resolver::read_expression(const Value& expression, const Place& place, Wanted wanted, Sources& out) {
  add_texts(*expression.find("constant_value"), out);
  const std::vector<Reference>& references = references_of(expression);
  for (size_t i = 0; i < references.size(); ++i) {
    bool keyed = i + 1 < references.size() && is_key(references[i + 1]);
    add_reference(references[i], place, {wanted.rest, keyed ? place.key : wanted.key}, out);
  }
}

void Resolver::add_reference(const Reference& reference, const Place& place, Wanted wanted, Sources& out) {
  switch (reference.names) {
    case Names::Resource: return add_resource(reference, place, wanted, out);
    case Names::Module: return add_module(reference, place, wanted, out);
    case Names::Variable: {
      Steps rest = joined(reference.rest, wanted.rest);
      return add_variable(reference.subject, place, {rest, {}}, out);
    }
    case Names::EachValue: return add_each_value(reference, place, wanted, out);
    case Names::EachKey:
      if (!place.key.empty()) out.texts.push_back(key_text(place.key));
      return;
    case Names::CountIndex:
    case Names::Harmless: return;
    case Names::Local:
    case Names::Other:
      return hide(out, "it comes through `" + std::string(reference.whole) + "`, which the plan does not show");
  }
}

void Resolver::add_resource(const Reference& reference, const Place& place, Wanted wanted, Sources& out) {
  address_ = place.module;
  if (!address_.empty()) address_ += '.';
  const Group* group = groups_.group(address_ += reference.subject);
  out.missing |= !group;
  if (!group) return;
  const ResourceChange* one = groups_.find(address_ += reference.key);
  if (!one && reference.key.empty() && reference.rest.empty()) return add_group(*group, wanted, out);
  if (!one) {
    out.missing = true;
    return add_source({group, nullptr, {}, Guess::Every, false, true}, out);
  }
  if (reference.rest.empty())
    add_leaf(*one, wanted.rest, {}, Guess::AsItIs, out);
  else
    add_leaf(*one, reference.rest, wanted.rest, Guess::None, out);
}

// `x`, which repeats, without a key that the plan shows.
void Resolver::add_group(const Group& group, Wanted wanted, Sources& out) {
  if (!wanted.rest.empty()) {
    // `var.subnets["a"].id` and `var.subnets.a.id`, where the call passes `aws_subnet.s`.
    const Step& step = wanted.rest[0];
    std::string key = step.index ? std::string(step.text) : '"' + std::string(step.text) + '"';
    const ResourceChange* one = groups_.find(std::string(group.address) + '[' + key + ']');
    if (one) {
      out.narrowed = std::max(out.narrowed, Guess::AsItIs);
      return add_leaf(*one, wanted.rest.subspan(1), {}, Guess::AsItIs, out);
    }
  }
  const ResourceChange* same = nullptr;
  address_ = group.address;
  if (!wanted.key.empty()) same = groups_.find(address_ += wanted.key);
  if (same) return add_leaf(*same, wanted.rest, {}, Guess::SameKey, out);
  if (group.all.size() == 1) return add_leaf(*group.all[0], wanted.rest, {}, Guess::AsItIs, out);
  if (wanted.rest.empty() || group.all.size() > kMaxInstances)
    return add_source({&group, nullptr, {}, Guess::Every, false, !wanted.rest.empty()}, out);
  for (const ResourceChange* each : group.all) add_leaf(*each, wanted.rest, {}, Guess::Every, out);
}

// `deeper`: what is asked of the expression that holds the reference, which need not be the reference alone.
void Resolver::add_leaf(const ResourceChange& resource, Path rest, Path deeper, Guess guess, Sources& out) {
  const Group* group = groups_.group_of(resource);
  // What is asked of an expression around it need not be one of its attributes.
  bool attribute_of_it = !rest.empty() && !rest[0].index && (guess == Guess::None || has(resource, rest[0].text));
  if (!attribute_of_it) return add_source({group, &resource, {}, guess, false, false}, out);
  std::string_view attribute = rest[0].text;
  std::string_view borrowed = attribute == "id" ? borrowed_from(resource.type) : std::string_view();
  if (!borrowed.empty()) {
    Step step{borrowed};
    add_source({group, &resource, attribute, guess, false, true}, out);
    return add_leaf(resource, {&step, 1}, {}, guess, out);
  }
  const Value& value = walk_far(resource.after, rest);
  bool known = wholly_known(value) && !(value.is_null() && resource.deferred);
  add_texts(value, out);
  bool written = resource.config && !resource.config->expressions.find(attribute)->is_null();
  bool identity = is_identity(resource.type, attribute);
  if (known && value.is_null() && has(resource, attribute)) return;
  if (identity || !written) add_source({group, &resource, attribute, guess, known, false}, out);
  if (known || !written) {
    if (guess == Guess::SameKey && written) out.narrowed = guess;
    return;
  }
  Steps whole = joined(rest, deeper);
  const Sources& inner = of_attribute(resource, whole);
  if (identity)
    merge_aside(inner, out);
  else
    merge_guessed(inner, guess, out);
}

void Resolver::add_variable(std::string_view name, const Place& place, Wanted wanted, Sources& out) {
  if (place.module.empty()) return add_texts(*plan_.variables.find(name), out);
  if (!place.config) return hide(out, "the plan does not show how its module is called");
  const Value& passed = *place.config->call_expressions.find(name);
  if (passed.is_null()) return add_texts(*place.config->variables.find(name)->find("default"), out);
  ModuleInstance instance = split_module(place.module);
  Place caller{instance.parent, place.config->parent, instance.key, &place.config->for_each_expression};
  add_expression(passed, caller, wanted, out);
}

void Resolver::add_each_value(const Reference& reference, const Place& place, Wanted wanted, Sources& out) {
  // Behind `each`, `value`; the subject of the reference is `value` itself.
  Steps rest = joined(reference.rest, wanted.rest);
  Place outside{place.module, place.config, place.key, &facts::kNull};
  // An expression without references and variables is left out of a plan when it calls functions: `toset(["a"])`.
  if (place.for_each->is_null() && !place.key.empty()) return out.texts.push_back(key_text(place.key));
  if (place.for_each->is_null()) return hide(out, "the plan does not show what it is repeated for");
  add_expression(*place.for_each, outside, {rest, place.key}, out);
}

const ConfigModule* Resolver::child(const ConfigModule* parent, std::string_view name) const {
  if (!parent) return nullptr;
  auto found = modules_.find(within(parent->address, "module." + std::string(name)));
  return found == modules_.end() ? nullptr : found->second;
}

void Resolver::add_module(const Reference& reference, const Place& place, Wanted wanted, Sources& out) {
  const ConfigModule* config = child(place.config, reference.subject);
  if (!config) return hide(out, "the plan does not show `module." + std::string(reference.subject) + "`");
  std::string call = within(place.module, "module." + std::string(reference.subject));
  Steps rest = joined(reference.rest, wanted.rest);
  // Only modules that are not repeated have outputs without a key.
  bool whole = reference.key.empty() && reference.rest.empty();
  const auto& instances = groups_.module_instances(call);
  bool once = instances.size() == 1 && instances[0] == call;
  if (!whole || once) {
    Sources inner;
    add_module_instance({keep(call.append(reference.key)), config}, rest, inner);
    bool passed_on = reference.rest.empty() && !rest.empty();
    if (passed_on) inner.narrowed = std::max(inner.narrowed, Guess::AsItIs);
    return merge_guessed(std::move(inner), passed_on ? Guess::AsItIs : Guess::None, out);
  }
  // `module.m` alone: which instance, and which output, the plan does not say.
  if (instances.empty()) return hide(out, "the plan does not show the instances of `" + call + "`");
  for (std::string_view instance : instances) {
    bool same = !wanted.key.empty() && split_instance(instance).key == wanted.key;
    Sources inner;
    if (same) add_module_instance({instance, config}, rest, inner);
    if (same) return merge_guessed(std::move(inner), Guess::SameKey, out);
  }
  if (instances.size() > kMaxInstances) return hide(out, "it may come from any instance of `" + call + "`");
  Sources inner;
  for (std::string_view instance : instances) {
    bool named = !rest.empty() && rest[0].index && rest[0].text == key_text(split_instance(instance).key);
    add_module_instance({instance, config}, named ? Path(rest).subspan(1) : Path(rest), inner);
  }
  merge_aside(std::move(inner), out);
}

void Resolver::add_module_instance(const Place& instance, Path rest, Sources& out) {
  bool output = !rest.empty() && !rest[0].index && !instance.config->outputs.find(rest[0].text)->is_null();
  if (output) return add_output(instance, rest[0].text, rest.subspan(1), out);
  Sources any;
  for (const facts::Member& each : instance.config->outputs.object()) add_output(instance, each.key, {}, any);
  merge_aside(std::move(any), out);
}

void Resolver::add_output(const Place& instance, std::string_view output, Path rest, Sources& out) {
  const Value& expression = *instance.config->outputs.find(output)->find("expression");
  add_expression(expression, instance, {rest, {}}, out);
}

}  // namespace berm::relations
