#include "compiler/documents/bucket.h"

#include <algorithm>
#include <utility>

#include "base/glob.h"
#include "base/text.h"

namespace berm::documents {

namespace {

bool has_leg(const catalog::Action& action, std::string_view type) {
  return std::any_of(action.resources.begin(), action.resources.end(),
                     [&](const catalog::ActionResource& leg) { return leg.type.name == type; });
}

// What else it is called on, access points and the like, has no ARN of the bucket's.
bool is_on_buckets_only(const catalog::Action& action) {
  return has_leg(action, "bucket") && !has_leg(action, "object");
}

}  // namespace

Bucket::Bucket(const Spec& spec) : arn_("arn:" + spec.partition + ":s3:::" + spec.bucket) {}

Bucket::Inside Bucket::inside(std::string_view pattern) const {
  Inside inside{arn_covers(pattern, arn_), arn_covers(pattern, arn_ + "/*"), std::nullopt};
  if (inside.itself || inside.objects) return inside;
  const size_t slash = pattern.find('/');
  if (slash != std::string_view::npos && arn_covers(pattern.substr(0, slash), arn_)) {
    inside.pattern = arn_ + std::string(pattern.substr(slash));
  }
  return inside;
}

bool Bucket::holds(std::string_view arn) const { return arn == arn_ || arn.starts_with(arn_ + "/"); }

bool Bucket::sees(const access::Request& request, const catalog::Catalog& catalog) const {
  if (request.resource == arn_) return true;
  const auto action = catalog.action(request.action);
  return holds(request.resource) && !(action && is_on_buckets_only(*action));
}

bool Bucket::limit(access::Statement& statement, const catalog::Catalog& catalog) const {
  const bool on_bucket_only = !statement.not_action && std::all_of(statement.actions.begin(), statement.actions.end(),
                                                                   [&](const std::string& name) {
                                                                     const auto action = catalog.action(name);
                                                                     return action && is_on_buckets_only(*action);
                                                                   });
  const bool everything = statement.resources == std::vector<std::string>{"*"} && !statement.not_resource;
  if (!on_bucket_only) {
    if (everything) statement.resources = {arn_, arn_ + "/*"};
    return true;
  }
  const bool named =
      std::find(statement.resources.begin(), statement.resources.end(), arn_) != statement.resources.end();
  if (!everything && named == statement.not_resource) return false;
  statement.not_resource = false;
  statement.resources = {arn_};
  return true;
}

}  // namespace berm::documents
