#include "compiler/documents/bucket.h"

#include <utility>

#include "base/text.h"
#include "compiler/documents/glob.h"

namespace berm::documents {

Bucket::Bucket(const Spec& spec) : arn_("arn:" + spec.partition + ":s3:::" + spec.bucket) {}

Bucket::Inside Bucket::inside(std::string_view pattern) const {
  const std::string objects = arn_ + "/*";
  const bool whole = arn_covers(pattern, arn_), all = arn_covers(pattern, objects);
  if (whole && all) return {true, std::nullopt};
  if (whole) return {false, arn_};
  if (all) return {false, objects};
  const size_t slash = pattern.find('/');
  if (slash == std::string_view::npos || !arn_covers(pattern.substr(0, slash), arn_)) return {};
  return {false, arn_ + std::string(pattern.substr(slash))};
}

bool Bucket::holds(std::string_view arn) const { return arn == arn_ || arn.starts_with(arn_ + "/"); }

void Bucket::limit(access::Statement& statement) const {
  const bool everything = statement.resources == std::vector<std::string>{"*"};
  if (everything && !statement.not_resource) statement.resources = {arn_, arn_ + "/*"};
}

}  // namespace berm::documents
