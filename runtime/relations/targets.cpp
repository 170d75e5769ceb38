#include "runtime/relations/targets.h"

#include <algorithm>

#include "runtime/relations/identity.h"

namespace berm::relations {

using facts::ResourceChange;

namespace {

// A rolling hash, so that every part of a text of one length costs one step.
constexpr uint64_t kBase = 0x100000001b3;

uint64_t hash_of(std::string_view text) {
  uint64_t hash = 0;
  for (unsigned char c : text) hash = hash * kBase + c + 1;
  return hash;
}

uint64_t power(size_t exponent) {
  uint64_t out = 1;
  for (size_t i = 0; i < exponent; ++i) out *= kBase;
  return out;
}

}  // namespace

Targets::Targets(const Existing& existing, const std::vector<std::string>& types) : types_(types) {
  for (const ResourceChange* resource : existing.of(types)) {
    for (const Identity& identity : identities(*resource)) add(identity.text, *resource);
    for (const facts::Member& member : resource->after.object()) {
      if (member.value.kind == facts::ValueKind::String) computed_[member.value.string()].push_back(resource);
    }
  }
}

void Targets::add(std::string_view text, const ResourceChange& resource) {
  auto& same = parts_[text.size()][hash_of(text)];
  if (same.empty() || same.back() != &resource) same.push_back(&resource);
}

bool Targets::has_type_of(const ResourceChange& resource) const {
  return std::any_of(types_.begin(), types_.end(), [&](std::string_view type) {
    bool data = type.starts_with("data.");
    return data == (resource.mode == "data") && type.substr(data ? 5 : 0) == resource.type;
  });
}

void Targets::named_in(std::string_view text, const OnResource& found) const {
  auto equal = computed_.find(text);
  if (equal != computed_.end()) {
    for (const ResourceChange* resource : equal->second) found(*resource);
  }
  for (const auto& [length, by_hash] : parts_) {
    if (length > text.size()) continue;
    uint64_t hash = hash_of(text.substr(0, length)), leaving = power(length);
    for (size_t end = length;; ++end) {
      auto same = by_hash.find(hash);
      if (same != by_hash.end()) {
        for (const ResourceChange* resource : same->second) found(*resource);
      }
      if (end == text.size()) break;
      unsigned char out = static_cast<unsigned char>(text[end - length]), in = static_cast<unsigned char>(text[end]);
      hash = hash * kBase + in + 1 - leaving * (out + 1u);
    }
  }
}

}  // namespace berm::relations
