#include "runtime/relations/relations.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "runtime/relations/answer.h"
#include "runtime/relations/existing.h"
#include "runtime/relations/groups.h"
#include "runtime/relations/joins.h"
#include "runtime/relations/provider.h"
#include "runtime/relations/reach.h"
#include "runtime/relations/sources.h"
#include "runtime/relations/texts.h"

namespace berm::relations {

using facts::ResourceChange;
using facts::Value;

namespace {

// Made when a rule first asks who refers to whom.
struct References {
  References(const facts::Plan& plan, const Existing& the_existing) : existing(the_existing), resolver(plan, groups) {}

  const Existing& existing;
  Groups groups{existing};
  Resolver resolver;
  Reaches reaches{resolver};
  Answers answers{existing, groups, resolver, reaches};
  Joins joins{existing, groups, resolver, reaches};
};

}  // namespace

struct Relations::Impl {
  explicit Impl(const facts::Plan& the_plan) : plan(the_plan) {}

  Existing& existing() {
    if (!existing_) existing_.emplace(plan);
    return *existing_;
  }
  Texts& texts() {
    if (!texts_) texts_.emplace(existing());
    return *texts_;
  }
  References& references() {
    if (!references_) references_.emplace(plan, existing());
    return *references_;
  }
  Providers& providers() {
    if (!providers_) providers_.emplace(plan);
    return *providers_;
  }
  const Resources& forgotten() {
    if (!forgotten_) {
      forgotten_.emplace();
      for (const ResourceChange& change : plan.changes) {
        if (change.actions & facts::kForget) forgotten_->push_back(&change);
      }
    }
    return *forgotten_;
  }

  const facts::Plan& plan;

 private:
  std::optional<Existing> existing_;
  std::optional<Texts> texts_;
  std::optional<References> references_;
  std::optional<Providers> providers_;
  std::optional<Resources> forgotten_;
};

Relations::Relations(const facts::Plan& plan) : impl_(std::make_unique<Impl>(plan)) {}
Relations::~Relations() = default;

Resources Relations::existing(const std::vector<std::string>& types) const { return impl_->existing().of(types); }

std::string Relations::may_be_more(const std::vector<std::string>& types) const {
  const facts::Plan& plan = impl_->plan;
  if (plan.errored) return "the plan ended in an error";
  auto is_asked_for = [&](const ResourceChange& change) {
    bool data = change.mode == "data";
    return std::any_of(types.begin(), types.end(), [&](std::string_view type) {
      return data == type.starts_with("data.") && type.substr(data ? 5 : 0) == change.type;
    });
  };
  for (const ResourceChange& change : plan.deferred) {
    if (is_asked_for(change)) return fmt::format("`{}` is planned later", change.address);
  }
  for (const ResourceChange* change : impl_->forgotten()) {
    if (is_asked_for(*change)) return fmt::format("`{}` is forgotten, and stays in the cloud", change->address);
  }
  if (plan.complete == false) return "the plan is not complete";
  if (plan.deferred_changes > plan.deferred.size()) return "some changes are planned later";
  return {};
}

Reading Relations::refers(const ResourceChange& from, std::string_view path, const Value& value,
                          const ResourceChange& to) const {
  Steps steps = read_steps(path);
  std::erase_if(steps, [](const Step& step) { return step.index && step.text == "*"; });
  return impl_->references().answers.of(from, steps, value, to);
}

std::optional<Origin> Relations::sole_origin(const ResourceChange& from, std::string_view path) const {
  const Sources& sources = impl_->references().resolver.of_attribute(from, read_steps(path));
  const Leaf* sole = sources.sole();
  if (!sole || !sole->one || sole->known || !sources.texts.empty()) return std::nullopt;
  bool alone = std::none_of(sources.leaves.begin(), sources.leaves.end(),
                            [&](const Leaf& leaf) { return leaf.aside || leaf.attribute != sole->attribute; });
  if (!alone) return std::nullopt;
  return Origin{sole->one, sole->attribute, assumed(*sole)};
}

Resources Relations::referring(const std::vector<std::string>& types, std::string_view attribute,
                               const ResourceChange& to) const {
  return impl_->references().joins.referring(types, attribute, to);
}

Resources Relations::referred(const ResourceChange& from, std::string_view attribute,
                              const std::vector<std::string>& types) const {
  return impl_->references().joins.referred(from, attribute, types);
}

std::string Relations::referring_rests_on(const std::vector<std::string>& types, std::string_view attribute,
                                          const ResourceChange& to) const {
  return impl_->references().joins.referring_rests_on(types, attribute, to);
}

std::string Relations::referred_rests_on(const ResourceChange& from, std::string_view attribute,
                                         const std::vector<std::string>& types) const {
  return impl_->references().joins.referred_rests_on(from, attribute, types);
}

Resources Relations::having(const std::vector<std::string>& types, std::string_view attribute,
                            std::string_view text) const {
  return impl_->texts().having(types, attribute, text);
}

void Relations::assume_account(std::string account) { impl_->providers().assume_account(std::move(account)); }
Value Relations::account_of(const ResourceChange& resource) const { return impl_->providers().account_of(resource); }
Value Relations::region_of(const ResourceChange& resource) const { return impl_->providers().region_of(resource); }
Value Relations::default_tags_of(const ResourceChange& resource) const {
  return impl_->providers().default_tags_of(resource);
}
std::string_view Relations::provider_of(const ResourceChange& resource) const {
  return impl_->providers().key_of(resource);
}

}  // namespace berm::relations
