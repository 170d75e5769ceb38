#include "runtime/relations/targets.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "runtime/relations/identity.h"

namespace berm::relations {

using facts::ResourceChange;

namespace {

constexpr size_t kBeginning = 8;             // bytes of a text that it is found by
constexpr uint32_t kLong = kBeginning + 63;  // from here on lengths share a bit
constexpr uint64_t kHasLong = uint64_t{1} << 63;

uint64_t beginning_of(const char* text) {
  uint64_t out;
  std::memcpy(&out, text, kBeginning);
  return out;
}

uint64_t hash_of_beginning(uint64_t begins) { return begins * 0x9E3779B97F4A7C15u; }
uint64_t bit_of(uint32_t length) { return length < kLong ? uint64_t{1} << (length - kBeginning) : kHasLong; }

void add_length(uint32_t length, std::vector<uint32_t>& lengths) {
  auto place = std::lower_bound(lengths.begin(), lengths.end(), length);
  if (place == lengths.end() || *place != length) lengths.insert(place, length);
}

bool is_letter_or_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

Targets::Targets(const Existing& existing, const std::vector<std::string>& types)
    : existing_(existing), names_of_types_(types) {
  for (std::string_view type : names_of_types_) {
    bool data = type.starts_with("data.");
    types_.push_back({type.substr(data ? 5 : 0), data});
  }
  for (const ResourceChange* resource : existing.of(types)) {
    for (const Identity& identity : identities(*resource)) add(identity.text, *resource);
  }
  mark_beginnings();
}

void Targets::Names::add(std::string_view text, const ResourceChange& resource) {
  uint64_t hash = hash_of(text);
  auto added = static_cast<uint32_t>(all_.size());
  uint32_t head = first(text, hash);
  if (head == HashIndex::kNone) {
    index_.add(hash, added);
    all_.push_back({text, &resource, HashIndex::kNone, added});
    return;
  }
  if (all_[all_[head].last].resource == &resource) return;
  all_[all_[head].last].next = added;
  all_[head].last = added;
  all_.push_back({text, &resource, HashIndex::kNone, added});
}

uint32_t Targets::Names::first(std::string_view text, uint64_t hash) const {
  return index_.find(hash, [&](uint32_t at) { return all_[at].text == text; });
}

void Targets::Names::find(std::string_view text, Resources& out) const {
  for (uint32_t at = first(text, hash_of(text)); at != HashIndex::kNone; at = all_[at].next)
    out.push_back(all_[at].resource);
}

void Targets::add(std::string_view text, const ResourceChange& resource) {
  names_.add(text, resource);
  auto length = static_cast<uint32_t>(text.size());
  if (length < kBeginning) return add_length(length, short_);
  uint64_t begins = beginning_of(text.data()), hash = hash_of_beginning(begins);
  uint32_t found = beginning_index_.find(hash, [&](uint32_t at) { return beginnings_[at].begins == begins; });
  if (found == HashIndex::kNone) {
    found = static_cast<uint32_t>(beginnings_.size());
    beginning_index_.add(hash, found);
    beginnings_.push_back({begins, 0});
  }
  beginnings_[found].lengths |= bit_of(length);
  if (length >= kLong) add_length(length, long_);
}

void Targets::mark_beginnings() {
  size_t words = std::bit_ceil(beginnings_.size() / 4 + 1);
  may_begin_.resize(words);
  may_begin_shift_ = 64 - std::countr_zero(words * 64);
  for (const Beginning& beginning : beginnings_) {
    uint64_t bit = hash_of_beginning(beginning.begins) >> may_begin_shift_;
    may_begin_[bit / 64] |= uint64_t{1} << (bit % 64);
  }
}

bool Targets::may_begin(uint64_t hash) const {
  uint64_t bit = hash >> may_begin_shift_;
  return may_begin_[bit / 64] >> (bit % 64) & 1;
}

bool Targets::has_type_of(const ResourceChange& resource) const {
  bool data = resource.mode == "data";
  return std::any_of(types_.begin(), types_.end(),
                     [&](const Type& type) { return type.data == data && type.name == resource.type; });
}

void Targets::named_in(std::string_view text, Resources& out) const {
  for (size_t at = 0; at < text.size(); ++at) {
    bool long_enough = text.size() - at >= kBeginning;
    if (long_enough && may_begin(hash_of_beginning(beginning_of(text.data() + at)))) named_at(text, at, out);
    if (short_.empty()) continue;
    // Short ones are mentioned only where they stand alone.
    bool begins = at == 0 || !is_letter_or_digit(text[at - 1]);
    if (!begins) continue;
    for (uint32_t length : short_) {
      if (length > text.size() - at) break;
      names_.find(text.substr(at, length), out);
    }
  }
}

void Targets::named_at(std::string_view text, size_t at, Resources& out) const {
  uint64_t begins = beginning_of(text.data() + at);
  uint32_t found = beginning_index_.find(hash_of_beginning(begins),
                                         [&](uint32_t other) { return beginnings_[other].begins == begins; });
  if (found == HashIndex::kNone) return;
  for (uint64_t lengths = beginnings_[found].lengths & ~kHasLong; lengths != 0; lengths &= lengths - 1) {
    size_t length = kBeginning + static_cast<size_t>(std::countr_zero(lengths));
    if (length > text.size() - at) return;
    names_.find(text.substr(at, length), out);
  }
  if (!(beginnings_[found].lengths & kHasLong)) return;
  for (uint32_t length : long_) {
    if (length > text.size() - at) return;
    names_.find(text.substr(at, length), out);
  }
}

void Targets::having(std::string_view text, Resources& out) const {
  if (!knows_had_) {
    knows_had_ = true;
    for (const ResourceChange* resource : existing_.of(names_of_types_)) {
      for (const facts::Member& member : resource->after.object()) {
        if (member.value.kind == facts::ValueKind::String) had_.add(member.value.string(), *resource);
      }
    }
  }
  had_.find(text, out);
}

}  // namespace berm::relations
