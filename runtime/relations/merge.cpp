#include "runtime/relations/merge.h"

#include <algorithm>
#include <utility>

namespace berm::relations {

using facts::Value;
using facts::ValueKind;

namespace {

constexpr size_t kMaxSources = 1000;
constexpr const char* kTooMany = "it may come from too many resources";

bool same_leaf(const Leaf& a, const Leaf& b) {
  return a.group == b.group && a.one == b.one && a.attribute == b.attribute && a.guess == b.guess && a.aside == b.aside;
}

}  // namespace

bool wholly_known(const Value& value) {
  if (value.is_unknown()) return false;
  if (value.kind == ValueKind::List) {
    auto all = value.list();
    return std::all_of(all.begin(), all.end(), wholly_known);
  }
  if (value.kind != ValueKind::Object) return true;
  auto all = value.object();
  return std::all_of(all.begin(), all.end(), [](const facts::Member& member) { return wholly_known(member.value); });
}

const Leaf* Sources::sole() const {
  if (!dead_end.empty() || missing) return nullptr;
  const Leaf* found = nullptr;
  for (const Leaf& leaf : leaves) {
    if (leaf.aside) continue;
    if (found && (found->group != leaf.group || found->one != leaf.one)) return nullptr;
    if (!found) found = &leaf;
  }
  return found;
}

void hide(Sources& out, std::string_view why) {
  if (out.dead_end.empty()) out.dead_end = why;
}

void add_texts(const Value& value, Sources& out) {
  if (out.texts.size() > kMaxSources) return hide(out, kTooMany);
  if (value.kind == ValueKind::String && value.size > 0) out.texts.push_back(value.string());
  if (value.kind == ValueKind::List) {
    for (const Value& element : value.list()) add_texts(element, out);
  }
  if (value.kind == ValueKind::Object) {
    for (const facts::Member& member : value.object()) add_texts(member.value, out);
  }
}

void add_source(Leaf leaf, Sources& out) {
  if (out.leaves.size() > kMaxSources) return hide(out, kTooMany);
  bool there =
      std::any_of(out.leaves.begin(), out.leaves.end(), [&](const Leaf& other) { return same_leaf(leaf, other); });
  if (!there) out.leaves.push_back(leaf);
}

void merge(const Sources& from, Sources& out) {
  for (const Leaf& leaf : from.leaves) add_source(leaf, out);
  if (out.texts.size() + from.texts.size() > kMaxSources)
    hide(out, kTooMany);
  else
    out.texts.insert(out.texts.end(), from.texts.begin(), from.texts.end());
  if (!from.dead_end.empty()) hide(out, from.dead_end);
  out.missing |= from.missing;
  out.narrowed = std::max(out.narrowed, from.narrowed);
}

void merge(Sources&& from, Sources& out) {
  bool nothing_there = out.leaves.empty() && out.texts.empty() && out.dead_end.empty() && !out.missing;
  bool fits = from.leaves.size() <= kMaxSources && from.texts.size() <= kMaxSources;
  if (!nothing_there || !fits || out.narrowed != Guess::None) return merge(std::as_const(from), out);
  out = std::move(from);
}

}  // namespace berm::relations
