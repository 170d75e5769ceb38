#include "runtime/relations/texts.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include "runtime/relations/places.h"

namespace berm::relations {
namespace {

void add_once(const facts::ResourceChange& resource, Resources& out) {
  if (out.empty() || out.back() != &resource) out.push_back(&resource);
}

}  // namespace

void Texts::ByText::add(std::string_view text, const facts::ResourceChange& resource) {
  uint64_t hash = hash_of(text);
  uint32_t found = index.find(hash, [&](uint32_t at) { return known[at].first == text; });
  if (found == HashIndex::kNone) {
    found = static_cast<uint32_t>(known.size());
    index.add(hash, found);
    known.emplace_back(text, Resources());
  }
  add_once(resource, known[found].second);
}

const Texts::ByText& Texts::by_text(const std::vector<std::string>& types, std::string_view attribute) {
  uint64_t hash = hash_of(attribute);
  for (const std::string& type : types) hash = combined(hash, hash_of(type));
  uint32_t found =
      index_.find(hash, [&](uint32_t at) { return all_[at].attribute == attribute && all_[at].types == types; });
  if (found != HashIndex::kNone) return all_[found];
  index_.add(hash, static_cast<uint32_t>(all_.size()));
  ByText& out = all_.emplace_back();
  out.types = types;
  out.attribute = attribute;
  for (const facts::ResourceChange* resource : existing_.of(types)) {
    auto add = [&](const Found& found_place) {
      if (found_place.unknown)
        add_once(*resource, out.unknown);
      else
        out.add(found_place.text, *resource);
    };
    each_place_at(resource->after, attribute, std::ref(add));
  }
  return out;
}

Resources Texts::having(const std::vector<std::string>& types, std::string_view attribute, std::string_view text) {
  const ByText& by_text = this->by_text(types, attribute);
  uint32_t found = by_text.index.find(hash_of(text), [&](uint32_t at) { return by_text.known[at].first == text; });
  if (found == HashIndex::kNone) return by_text.unknown;
  const Resources& known = by_text.known[found].second;
  if (by_text.unknown.empty()) return known;
  Resources out;
  std::set_union(known.begin(), known.end(), by_text.unknown.begin(), by_text.unknown.end(), std::back_inserter(out),
                 [this](auto* x, auto* y) { return existing_.before(*x, *y); });
  return out;
}

}  // namespace berm::relations
