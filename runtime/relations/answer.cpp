#include "runtime/relations/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "runtime/relations/identity.h"
#include "runtime/relations/places.h"

namespace berm::relations {
namespace {

using facts::ResourceChange;
using facts::Value;
using facts::ValueKind;

Reading no() { return {Answer::No, {}, {}}; }
Reading cannot_tell(std::string why) { return {Answer::CantTell, std::move(why), {}}; }

// One of several: a yes settles it; otherwise what can't be told counts, and a no rests on what every no rests on.
void add(Reading reading, Reading& all) {
  if (reading.answer > all.answer) {
    all = std::move(reading);
  } else if (reading.answer == all.answer && all.assumption.empty() && reading.answer == Answer::No) {
    all.assumption = std::move(reading.assumption);
  } else if (reading.answer == Answer::Yes && reading.assumption.empty()) {
    all.assumption.clear();
  }
}

std::string_view provider_key(const ResourceChange& resource) {
  return resource.config ? resource.config->provider_config_key : std::string_view();
}

// Since 6.0 a resource of the AWS provider can name a region of its own.
bool same_region(const ResourceChange& a, const ResourceChange& b) {
  const Value &of_a = *a.after.find("region"), &of_b = *b.after.find("region");
  bool both_known = of_a.kind == ValueKind::String && of_b.kind == ValueKind::String;
  return !both_known || of_a.string() == of_b.string();
}

bool same_provider(const ResourceChange& a, const ResourceChange& b) {
  return a.provider_name == b.provider_name && provider_key(a) == provider_key(b) && same_region(a, b);
}

// Whether `from` was made for the object that `to` replaces, and can go with it though its text stays the same.
bool may_go_with(const ResourceChange& from, const ResourceChange& to) {
  return to.replaces() && !from.creates() && from.mode != "data" && from.mode != "plan";
}

// A name that means one, or several things: `subnet_ids`.
bool is_plural(const Steps& path) {
  std::string_view name;
  for (const Step& step : path) {
    if (!step.index) name = step.text;
  }
  return name.ends_with('s') && !name.ends_with("ss") && !name.ends_with("us") && !path.back().index;
}

// Whether something else than what identifies it, which the provider computed, is this text.
bool computes(const ResourceChange& resource, std::string_view text) {
  auto all = resource.after.object();
  return std::any_of(all.begin(), all.end(), [&](const facts::Member& member) {
    return member.value.kind == ValueKind::String && member.value.string() == text && is_computed(resource, member.key);
  });
}

}  // namespace

std::string narrowed_by(Guess guess) {
  if (guess == Guess::None) return {};
  return guess == Guess::AsItIs ? "an object is passed on as it is"
                                : "each instance refers to the instance with its own key";
}

std::string assumed(const Leaf& leaf) {
  switch (leaf.guess) {
    case Guess::None: return {};
    case Guess::AsItIs:
      return fmt::format("a reference to `{}` as a whole means what identifies it", leaf.group->address);
    case Guess::SameKey:
      return fmt::format("each instance refers to the instance of `{}` with its own key", leaf.group->address);
    case Guess::Every:
      return fmt::format("a reference to all of `{}` means what identifies each of them", leaf.group->address);
  }
  return {};
}

Reading Answers::of(const ResourceChange& from, Path path, const Value& value, const ResourceChange& to) {
  return read({from, to, groups_.group_of(to)}, Steps(path.begin(), path.end()), value);
}

Reading Answers::read(const Asked& asked, const Steps& path, const Value& value) {
  Reading all = no();
  Steps at = path;
  each_place(value, at, [&](const Found& found) {
    if (all.answer == Answer::Yes && all.assumption.empty()) return;
    add(found.unknown ? read_unknown(asked, found.path, found.elements) : read_text(asked, found.path, found.text),
        all);
  });
  return all;
}

// `elements`: how many unknown ones a list that is known has; 0 of a value that is not known at all.
Reading Answers::read_unknown(const Asked& asked, const Steps& path, size_t elements) {
  if (elements > 1) {
    for (const Leaf& leaf : resolver_.one_each(asked.from, path, elements)) {
      if (leaf.covers(asked.to, asked.group)) return {Answer::Yes, {}, {}};
    }
  }
  const Sources& sources = resolver_.of_attribute(asked.from, path);
  const Leaf* sole = sources.sole();
  Reading all = no();
  // What is on its way out is of no group.
  bool many = elements > 0 || is_plural(path);
  for (const Leaf& leaf : sources.leaves) {
    size_t all_of_them = elements > 0 ? elements : many && leaf.group ? leaf.group->all.size() : 1;
    bool covers = leaf.covers(asked.to, asked.group);
    add(covers ? read_leaf(asked, leaf, &leaf == sole, all_of_them) : read_other(asked, leaf), all);
  }
  if (sources.narrowed != Guess::None && all.answer == Answer::No && all.assumption.empty())
    all.assumption = narrowed_by(sources.narrowed);
  if (all.answer != Answer::No) return all;
  for (std::string_view text : sources.texts) {
    for (const Identity& identity : identities(asked.to)) {
      if (!holds(text, identity.text)) continue;
      return cannot_tell(fmt::format("what identifies `{}` can be part of it", asked.to.address));
    }
  }
  return sources.dead_end.empty() ? all : cannot_tell(sources.dead_end);
}

Reading Answers::read_leaf(const Asked& asked, const Leaf& leaf, bool sole, size_t elements) {
  if (!sole || leaf.known)
    return cannot_tell(fmt::format("its value can, but need not, come from `{}`", asked.to.address));
  bool all = leaf.one || leaf.group->all.size() == 1 || leaf.group->all.size() == elements;
  if (!all) return cannot_tell(fmt::format("it comes from one of the instances of `{}`", leaf.group->address));
  return {Answer::Yes, {}, assumed(leaf)};
}

// What comes from another resource, and can still be `to`'s.
Reading Answers::read_other(const Asked& asked, const Leaf& leaf) {
  if (leaf.one) return through(asked, leaf, *leaf.one);
  if (leaf.group->all.size() > kMaxInstances)
    return cannot_tell(fmt::format("it comes from `{}`, which has too many instances", leaf.group->address));
  Reading all = no();
  for (const ResourceChange* each : leaf.group->all) add(through(asked, leaf, *each), all);
  return all;
}

Reading Answers::through(const Asked& asked, const Leaf& leaf, const ResourceChange& resource) {
  const ResourceChange& to = asked.to;
  bool identity = is_identity(resource.type, leaf.attribute);
  bool data = resource.mode == "data";
  if (data && reads(resource.type) == Reads::Nothing) return no();
  std::string attribute = fmt::format("`{}{}{}`", resource.address, leaf.attribute.empty() ? "" : ".", leaf.attribute);
  if (data && reads(resource.type) == Reads::TheCloud && resource.type != "terraform_remote_state")
    return cannot_tell(fmt::format("it comes from {}, which is read when the plan is applied", attribute));
  bool unchanging = !data && is_computed(resource, leaf.attribute) && (identity || is_its_own(leaf.attribute));
  bool alike = resource.type == to.type && to.mode == resource.mode;
  if (unchanging && alike && leaf.guess == Guess::None) return no();
  const Reach& reach = reaches_.of(resource);
  bool can_be = reach.resources.count(&to) || reach.groups.count(asked.group) || shows(resource.after, to);
  if (can_be) return cannot_tell(fmt::format("it comes from {}, which can be made from `{}`", attribute, to.address));
  Reading otherwise = no();
  otherwise.assumption = narrowed_by(reach.guess);
  bool can_be_chosen = !to.creates() || adopts(to.type) || reach.may_hide_blocks;
  // Another attribute than what identifies it, and named: no guess is about that.
  bool chosen = !unchanging && !identity && !data && !leaf.attribute.empty();
  if (leaf.guess != Guess::None && !chosen) {
    bool by_guess =
        leaf.group == asked.group || !reach.dead_end.empty() || (leaf.attribute.empty() && can_be_chosen && !alike);
    if (by_guess) otherwise.assumption = assumed(leaf);
    return otherwise;
  }
  if (!reach.dead_end.empty()) return cannot_tell(fmt::format("it comes from {}: {}", attribute, reach.dead_end));
  if (unchanging || identity || data) return otherwise;
  if (can_be_chosen) return cannot_tell(fmt::format("it comes from {}, which the provider chooses", attribute));
  if (leaf.group == asked.group) otherwise.assumption = assumed(leaf);
  return otherwise;
}

Reading Answers::read_text(const Asked& asked, const Steps& path, std::string_view text) {
  if (text.empty()) return no();
  Identities known = identities(asked.to);
  for (const Identity& identity : known) {
    if (identity.text != text) continue;
    Reading equal = read_equal(asked, path, identity.attribute, text);
    if (equal.answer != Answer::Yes || !may_go_with(asked.from, asked.to)) return equal;
    return cannot_tell(fmt::format("`{}` is replaced, and what belonged to it can go with it", asked.to.address));
  }
  for (const Identity& identity : known) {
    if (is_generated(identity.text) && mentions(text, identity.text)) return {Answer::Yes, {}, {}};
  }
  const Sources& sources = resolver_.of_attribute(asked.from, path);
  const Leaf* named = nullptr;
  for (const Leaf& leaf : sources.leaves) {
    if (leaf.covers(asked.to, asked.group)) named = &leaf;
  }
  bool whole = false, part = false;
  for (const Identity& identity : known) {
    part |= mentions(text, identity.text);
    whole |= mentions_whole(text, identity.text);
  }
  if (named && !named->attribute.empty()) {
    const Value& value = *asked.to.after.find(named->attribute);
    bool is_text = value.kind == ValueKind::String;
    part |= is_text && mentions(text, value.string());
    whole |= is_text && mentions_whole(text, value.string());
  }
  bool sole = named && sources.sole() == named;
  bool another = how_many(asked.to, {}, text) > 0;
  // `logs-replica`, made of the name `logs`, is the name of something else.
  if (sole && whole && !another) return {Answer::Yes, {}, assumed(*named)};
  if (part && named)
    return cannot_tell(fmt::format("its value mentions `{}`, and can be made from it", asked.to.address));
  if (sole && named->guess == Guess::None)
    return cannot_tell(fmt::format("it is made from `{}`, but its value does not show it", asked.to.address));
  if (whole && !another) return cannot_tell(fmt::format("its value mentions what identifies `{}`", asked.to.address));
  if (another) return no();
  if (!part && (sources.dead_end.empty() || !computes(asked.to, text))) return no();
  // What could have been made from it when nothing was known.
  Reading made = read_unknown(asked, path, 0);
  return made.answer == Answer::No ? made : cannot_tell(made.why);
}

Reading Answers::read_equal(const Asked& asked, const Steps& path, std::string_view attribute, std::string_view text) {
  bool one = same_provider(asked.from, asked.to) && how_many(asked.to, attribute, text) <= 1;
  if (one || is_unique_everywhere(text)) return {Answer::Yes, {}, {}};
  const Sources& sources = resolver_.of_attribute(asked.from, path);
  const Leaf* sole = sources.sole();
  if (sole && sole->covers(asked.to, asked.group)) return {Answer::Yes, {}, assumed(*sole)};
  if (sole && sole->guess == Guess::None && sole->one && sole->one->type == asked.to.type) return no();
  // The value may be a secret.
  return cannot_tell("the same text can also be the name of something else");
}

// Of its type; with an empty attribute, by anything that identifies.
size_t Answers::how_many(const ResourceChange& like, std::string_view attribute, std::string_view text) {
  bool data = like.mode == "data";
  uint64_t hash = combined(hash_of(like.type), hash_of(attribute) + data);
  uint32_t found = count_index_.find(hash, [&](uint32_t at) {
    return counts_[at].type == like.type && counts_[at].attribute == attribute && counts_[at].data == data;
  });
  if (found == HashIndex::kNone) {
    found = static_cast<uint32_t>(counts_.size());
    count_index_.add(hash, found);
    count(counts_.emplace_back(Counts{like.type, std::string(attribute), data, {}, {}}));
  }
  return counts_[found].of(text);
}

void Answers::count(Counts& counts) {
  for (const ResourceChange* resource : existing_.of((counts.data ? "data." : "") + std::string(counts.type))) {
    for (const Identity& identity : identities(*resource)) {
      if (counts.attribute.empty() || identity.attribute == counts.attribute) counts.add(identity.text);
    }
  }
}

void Answers::Counts::add(std::string_view text) {
  uint64_t hash = hash_of(text);
  uint32_t found = index.find(hash, [&](uint32_t at) { return texts[at].first == text; });
  if (found != HashIndex::kNone) {
    ++texts[found].second;
    return;
  }
  index.add(hash, static_cast<uint32_t>(texts.size()));
  texts.emplace_back(text, 1);
}

size_t Answers::Counts::of(std::string_view text) const {
  uint32_t found = index.find(hash_of(text), [&](uint32_t at) { return texts[at].first == text; });
  return found == HashIndex::kNone ? 0 : texts[found].second;
}

}  // namespace berm::relations
