#include "runtime/relations/sources.h"

#include <algorithm>
#include <utility>

#include "runtime/relations/identity.h"
#include "runtime/relations/merge.h"

namespace berm::relations {

using facts::ResourceChange;
using facts::Value;
using facts::ValueKind;

namespace {

constexpr const char* kDynamic = "a `dynamic` block may have made it, which the plan does not show";

// Whether an attribute of this name can be a block: nothing else in a plan tells blocks that are not written from what
// is computed.
bool may_be_block(const ResourceChange& resource, std::string_view attribute) {
  if (resource.type == "terraform_data" || is_identity(resource.type, attribute)) return false;
  for (std::string_view end : {"_id", "_ids", "_arn", "_arns", "_name", "_names"}) {
    if (attribute.ends_with(end)) return false;
  }
  return true;
}

bool holds_objects(const Value& value) {
  if (value.kind != ValueKind::List) return false;
  auto all = value.list();
  return std::any_of(all.begin(), all.end(), [](const Value& element) { return element.kind == ValueKind::Object; });
}

// Whether a block can be what a planned element was made from: no number or boolean that it sets is another there.
bool agrees(const Value& block, const Value& element) {
  if (block.kind != ValueKind::Object) return true;
  for (const facts::Member& member : block.object()) {
    const Value& constant = *member.value.find("constant_value");
    const Value& planned = *element.find(member.key);
    if (constant.kind != planned.kind) continue;
    if (constant.kind == ValueKind::Bool && constant.boolean != planned.boolean) return false;
    if (constant.kind == ValueKind::Number && constant.string() != planned.string()) return false;
  }
  return true;
}

}  // namespace

Resolver::Resolver(const facts::Plan& plan, const Groups& groups) : plan_(plan), groups_(groups) {
  for (const facts::ConfigModule& module : *plan.modules) modules_.emplace(module.address, &module);
}

Resolver::Place Resolver::place_of(const ResourceChange& resource) const {
  return {resource.module_address, resource.config->module, split_instance(resource.address).key,
          &resource.config->for_each_expression};
}

const Sources& Resolver::of_attribute(const ResourceChange& from, Path path) {
  // Leaves keep views into the path.
  const Steps& kept = paths_.keep(path);
  uint64_t hash = combined(hash_of(&from), hash_of(&kept));
  auto same = [&](uint32_t at) { return attributes_[at].from == &from && attributes_[at].path == &kept; };
  uint32_t found = attribute_index_.find(hash, same);
  if (found != HashIndex::kNone) return attributes_[found].sources;
  attribute_index_.add(hash, static_cast<uint32_t>(attributes_.size()));
  // What comes back to itself finds this dead end.
  Sources& sources = attributes_.emplace_back(&from, &kept, Sources{.dead_end = std::string(kTooLong)}).sources;
  if (depth_ > kMaxDepth) return sources;
  ++depth_;
  Sources out;
  add_attribute(from, kept, out);
  --depth_;
  return sources = std::move(out);
}

void Resolver::add_attribute(const ResourceChange& from, Path path, Sources& out) {
  if (!from.config) return hide(out, "the plan does not show how it is configured");
  if (path.empty()) return add_all(from, from.config->expressions, out);
  std::string_view borrowed = path.size() == 1 && path[0].text == "id" ? borrowed_from(from.type) : std::string_view();
  std::string_view attribute = borrowed.empty() ? path[0].text : borrowed;
  const Value& node = *from.config->expressions.find(attribute);
  if (node.is_null()) return add_unwritten(from, attribute, out);
  add_written(from, node, path.subspan(1), *from.after.find(attribute), out);
}

// What the provider computes, or a `dynamic` block.
void Resolver::add_unwritten(const ResourceChange& from, std::string_view attribute, Sources& out) {
  const Value& value = *from.after.find(attribute);
  if (holds_objects(value) || (value.is_unknown() && may_be_block(from, attribute))) hide(out, kDynamic);
  add_source({groups_.group_of(from), &from, attribute, Guess::None, wholly_known(value), false}, out);
}

void Resolver::add_written(const ResourceChange& from, const Value& node, Path path, const Value& value, Sources& out) {
  if (is_expression(node)) return add_own(node, place_of(from), {path, {}}, out);
  if (node.kind == ValueKind::List) return add_blocks(from, node, path, value, out);
  if (path.empty()) return add_all(from, node, out);
  const Value& inner = *node.find(path[0].text);
  if (inner.is_null()) return hide(out, kDynamic);
  add_written(from, inner, path.subspan(1), walk(value, path.first(1)), out);
}

void Resolver::add_blocks(const ResourceChange& from, const Value& blocks, Path path, const Value& value,
                          Sources& out) {
  bool same_number = value.kind == ValueKind::List && value.size == blocks.size;
  if (!same_number) hide(out, kDynamic);
  if (path.empty() || !same_number) {
    add_all(from, blocks, out);
    return;
  }
  // Sets are not in the order of their blocks.
  const Value* element = path[0].index ? &walk(value, path.first(1)) : nullptr;
  for (const Value& block : blocks.list()) {
    if (element && !agrees(block, *element)) continue;
    add_written(from, block, path.subspan(path[0].index ? 1 : 0), element ? *element : facts::kUnknown, out);
  }
}

void Resolver::add_all(const ResourceChange& from, const Value& node, Sources& out) {
  if (is_expression(node)) return add_own(node, place_of(from), {}, out);
  if (node.kind == ValueKind::Object) {
    for (const facts::Member& member : node.object()) add_all(from, member.value, out);
  } else if (node.kind == ValueKind::List) {
    for (const Value& block : node.list()) add_all(from, block, out);
  } else if (!node.is_null()) {
    hide(out, "the plan has no expression where one belongs");
  }
}

std::vector<Leaf> Resolver::one_each(const ResourceChange& from, Path path, size_t elements) {
  if (!from.config || path.empty() || path.size() > 1) return {};
  const Value& node = *from.config->expressions.find(path[0].text);
  if (!is_expression(node)) return {};
  std::vector<Leaf> out;
  for (const Reference& reference : references_of(node)) {
    Sources sources;
    bool plain = reference.names == Names::Resource && !reference.rest.empty();
    if (plain) add_reference(reference, place_of(from), {}, sources);
    const Leaf* leaf = sources.sole();
    if (!leaf || leaf->known || leaf->guess != Guess::None) return {};
    out.push_back(*leaf);
  }
  return out.size() == elements ? out : std::vector<Leaf>();
}

}  // namespace berm::relations
