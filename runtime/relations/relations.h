// What belongs to what in a plan: which resource an attribute refers to, through known values and through the plan's
// configuration (modules, `count`, `for_each`, variables, outputs); which account and region a resource lives in.
//
// An attribute refers to a resource where its value is, or is made from, what identifies that resource (its id, ARN,
// name, or another attribute that the provider computes). The plan names the references of an expression but not the
// expression, so that `"${aws_vpc.a.id}-x"` and `aws_vpc.a.id` are the same here; decision 11 says what follows.
//
// Three-valued. `locals` and `dynamic` blocks are not in a plan: what comes through them can't be told, and is never
// a no.
//
// What of a plan this looks at, so that a plan may be read in part: extent.h.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/facts/facts.h"

namespace berm::relations {

enum class Answer : uint8_t { No, CantTell, Yes };

struct Reading {
  Answer answer = Answer::CantTell;
  std::string why;  // CantTell: in words, "it comes through `local.x`, which the plan does not show"
  // Yes, No: what it rests on, "each instance refers to the instance with its own key"; mostly empty.
  std::string assumption;
};

// Where a value that is not known yet comes from.
struct Origin {
  const facts::ResourceChange* resource = nullptr;
  std::string_view attribute;  // "id"; empty where the plan names the resource only
  std::string assumption;      // as that of a Reading
};

// What the prior state has as a change that does nothing.
facts::ResourceChange unchanged(const facts::StateResource& state);

// Keeps views into the plan, which has to outlive it, and never writes to it. Everything is made when first asked for,
// in time that is linear in the plan. Not for several threads at once; each can have its own over one plan.
class Relations {
 public:
  explicit Relations(const facts::Plan& plan);
  ~Relations();
  Relations(const Relations&) = delete;
  Relations& operator=(const Relations&) = delete;

  // Whatever of these types ("aws_vpc", "data.aws_ami") exists after the plan is applied: what is created, updated,
  // replaced, read, imported or unchanged, deferred ones, and what only the prior state has (data sources read early;
  // resources that a
  // `-target` left out), those as unchanged. In plan order, then state order. No deposed objects, nothing deleted or
  // forgotten.
  std::vector<const facts::ResourceChange*> existing(const std::vector<std::string>& types) const;

  // Why there may be more of these types than `existing` says, in words (something is planned later, forgotten, left
  // out); empty: there are not.
  std::string may_be_more(const std::vector<std::string>& types) const;

  // `path` names a place in `from.after` as evaluators write it: `vpc_id`, `ingress[0].security_groups[1]`,
  // `access_logs[0].bucket`; of a whole collection: does some element refer to it. `value` is what stands there.
  Reading refers(const facts::ResourceChange& from, std::string_view path, const facts::Value& value,
                 const facts::ResourceChange& to) const;

  // Where an unknown value comes from, if that is one attribute of one resource and nothing else.
  std::optional<Origin> sole_origin(const facts::ResourceChange& from, std::string_view path) const;

  // Indexes for joins. Each returns every candidate for which the answer is not a no, and perhaps others, in the order
  // of `existing`; the cost is that of the candidates, not of the plan. `attribute` is a path of names, without indexes
  // and over all elements: "vpc_id", "ingress.security_groups".
  std::vector<const facts::ResourceChange*> referring(const std::vector<std::string>& types, std::string_view attribute,
                                                      const facts::ResourceChange& to) const;
  std::vector<const facts::ResourceChange*> referred(const facts::ResourceChange& from, std::string_view attribute,
                                                     const std::vector<std::string>& types) const;
  // What it rests on that whatever else refers elsewhere, in words: with no more than certainty, it could be among
  // them. Empty: on nothing that is assumed.
  std::string referring_rests_on(const std::vector<std::string>& types, std::string_view attribute,
                                 const facts::ResourceChange& to) const;
  std::string referred_rests_on(const facts::ResourceChange& from, std::string_view attribute,
                                const std::vector<std::string>& types) const;
  // Those whose attribute equals this text, or is not known.
  std::vector<const facts::ResourceChange*> having(const std::vector<std::string>& types, std::string_view attribute,
                                                   std::string_view text) const;

  // Of the resource's provider: a string, or Unknown. The account comes from `allowed_account_ids` (if it is one) or
  // the role that the provider assumes, the region from the resource's own `region`, then the provider; variables of
  // the run are followed. `account` stands for every provider that says nothing itself.
  void assume_account(std::string account);
  facts::Value account_of(const facts::ResourceChange& resource) const;
  facts::Value region_of(const facts::ResourceChange& resource) const;
  // "aws", "aws.west": as the root module names it; empty where the plan does not say.
  std::string_view provider_of(const facts::ResourceChange& resource) const;
  // The tags that the provider adds: an object, Null where it adds none, Unknown where that can't be told.
  facts::Value default_tags_of(const facts::ResourceChange& resource) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace berm::relations
