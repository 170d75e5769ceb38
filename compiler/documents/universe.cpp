#include "compiler/documents/universe.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "access/evaluate.h"
#include "access/service_keys.h"
#include "base/glob.h"
#include "base/text.h"
#include "compiler/documents/covered_actions.h"

namespace berm::documents {
namespace {

constexpr std::string_view kServiceLinked = "arn:*:iam::*:role/aws-service-role/*";
constexpr std::string_view kPrincipalArn = "aws:principalarn";

bool binds_callers(Kind kind) {
  return kind == Kind::Scp || kind == Kind::PermissionBoundary || kind == Kind::IdentityPolicy;
}

// Policies at a resource hold for service-linked roles too.
bool spares_service_linked(Kind kind) { return binds_callers(kind) || kind == Kind::Rcp; }

// The value as plain text; none where it is a pattern or holds variables.
std::optional<std::string> plain(const Text& text) {
  std::string out;
  for (const Part& part : text) {
    if (part.kind == Part::Kind::Key || (part.kind == Part::Kind::Glob && has_wildcard(part.text))) return std::nullopt;
    out += part.text;
  }
  return out;
}

std::optional<std::string> as_pattern(const Text& text) {
  std::string out;
  for (const Part& part : text) {
    if (part.kind == Part::Kind::Key || (part.kind == Part::Kind::Literal && has_wildcard(part.text))) {
      return std::nullopt;
    }
    out += part.text;
  }
  return out;
}

std::optional<bool> fits(const Test& test, const Text& wanted, const std::string& value) {
  if (test.match == Match::Glob) {
    const auto pattern = as_pattern(wanted);
    return pattern ? std::optional(glob_match(*pattern, value)) : std::nullopt;
  }
  const auto text = plain(wanted);
  if (!text) return std::nullopt;
  if (test.match == Match::TextIgnoreCase || test.match == Match::Bool) return equals_ignore_case(*text, value);
  return test.match == Match::Text ? std::optional(*text == value) : std::nullopt;
}

// What the test answers of a key that has this value; none where that takes more than texts.
std::optional<bool> answer(const Test& test, const std::string& value) {
  if (test.match == Match::Null) return !test.on_missing;
  if (test.elements != Test::Elements::Single) return std::nullopt;
  bool any = false;
  for (const Text& wanted : test.values) {
    const auto one = fits(test, wanted, value);
    if (!one) return std::nullopt;
    any |= *one;
  }
  return any != test.negated;
}

bool is_service_linked(const Text& text) {
  const auto pattern = as_pattern(text);
  return pattern && arn_covers(kServiceLinked, *pattern);
}

bool compares_principal(const Test& test) {
  const bool by_text = test.match == Match::Arn || test.match == Match::Text;
  return test.key == kPrincipalArn && by_text && !test.values.empty();
}

}  // namespace

Universe::Universe(const Spec& spec) : kind_(spec.kind) {
  if (kind_ == Kind::BucketPolicy) bucket_.emplace(spec);
  if (binds_callers(kind_)) {
    fixed_["aws:principalisawsservice"] = "false";
    if (!spec.organisation.empty()) fixed_["aws:principalorgid"] = spec.organisation;
    absent_.assign(std::begin(access::kServiceKeys), std::end(access::kServiceKeys));
  } else if (!spec.organisation.empty()) {
    fixed_["aws:resourceorgid"] = spec.organisation;
  }
  if (kind_ == Kind::BucketPolicy && !spec.account.empty()) fixed_["aws:resourceaccount"] = spec.account;
}

Formula Universe::fold_test(Test test) const {
  const auto found = fixed_.find(test.key);
  if (found != fixed_.end()) {
    const auto settled = answer(test, found->second);
    if (settled) return constant(*settled);
  }
  if (std::find(absent_.begin(), absent_.end(), test.key) != absent_.end()) return constant(test.on_missing);
  if (bucket_ && test.key == kResourceArn) return fold_resource(std::move(test));
  if (spares_service_linked(kind_) && compares_principal(test)) {
    std::erase_if(test.values, is_service_linked);
    if (test.values.empty()) return constant(test.negated);
  }
  return leaf(std::move(test));
}

// Which of the bucket's resources the patterns mean: all of its objects are all but the bucket itself.
Formula Universe::fold_resource(Test test) const {
  std::vector<Text> values;
  bool itself = false, objects = false;
  for (const Text& text : test.values) {
    const auto pattern = as_pattern(text);
    if (!pattern) {
      values.push_back(text);
      continue;
    }
    const Bucket::Inside inside = bucket_->inside(*pattern);
    itself |= inside.itself;
    objects |= inside.objects;
    if (inside.pattern) values.push_back({{Part::Kind::Glob, *inside.pattern}});
  }
  const Text bucket{{Part::Kind::Glob, bucket_->arn()}};
  if (itself && objects) return constant(!test.negated);
  if (objects) {
    test.values = {bucket};
    return negate(leaf(std::move(test)));
  }
  if (itself) values.push_back(bucket);
  if (values.empty()) return constant(test.negated);
  test.values = std::move(values);
  return leaf(std::move(test));
}

Universe::Folded Universe::fold(Formula formula) const {
  if (formula.kind == Formula::Kind::Test) {
    Folded folded{fold_test(std::move(formula.test))};
    folded.outside = folded.formula.kind == Formula::Kind::False;
    return folded;
  }
  if (formula.kind != Formula::Kind::And && formula.kind != Formula::Kind::Or) return {std::move(formula)};
  std::vector<Formula> children;
  bool outside = false;
  for (Formula& child : formula.children) {
    Folded folded = fold(std::move(child));
    outside |= folded.outside;
    children.push_back(std::move(folded.formula));
  }
  return {formula.kind == Formula::Kind::And ? both(std::move(children)) : either(std::move(children)), outside};
}

bool Universe::contains(const access::Request& request, const catalog::Catalog& catalog) const {
  for (const auto& [key, value] : fixed_) {
    const auto* values = request.find(key);
    if (values == nullptr || values->size() != 1 || !equals_ignore_case(values->front(), value)) return false;
  }
  for (const std::string& key : absent_) {
    if (request.find(key) != nullptr) return false;
  }
  const auto* caller = request.find(kPrincipalArn);
  const bool service_linked =
      caller != nullptr && !caller->empty() && access::arn_like(kServiceLinked, caller->front());
  if (service_linked && spares_service_linked(kind_)) return false;
  if (binds_callers(kind_) && is_by_token(request.action)) return false;
  if (kind_ == Kind::Rcp) return catalog.rcp_supports(request.action.substr(0, request.action.find(':')));
  return !bucket_ || bucket_->sees(request, catalog);
}

access::Request Universe::complete(access::Request request) const {
  for (const auto& [key, value] : fixed_) request.context.emplace(key, std::vector<std::string>{value});
  return request;
}

access::Request as_seen(const Spec& spec, access::Request request) {
  return Universe(spec).complete(std::move(request));
}

bool inside_universe(const Spec& spec, const access::Request& request, const catalog::Catalog& catalog) {
  return Universe(spec).contains(request, catalog);
}

}  // namespace berm::documents
