#include "reference/legs.h"

#include <algorithm>

namespace berm::reference {
namespace {

std::string_view leg_type(const access::Request& request, const catalog::Action& action,
                          const catalog::Catalog& catalog) {
  if (!request.resource_type.empty()) return request.resource_type;
  return catalog.resource_type_of(action, request.resource).value_or("");
}

// "arn:${Partition}:ec2:${Region}:${Account}:instance/${InstanceId}" with a name of one letter in every blank.
std::string made_up_arn(std::string_view form) {
  std::string pattern = catalog::arn_pattern(form, "aws");
  std::replace(pattern.begin(), pattern.end(), '*', 'x');
  return pattern;
}

}  // namespace

Carries carries_by(const catalog::Catalog& catalog) {
  return [&catalog](const access::Request& request, std::string_view key) {
    auto action = catalog.action(request.action);
    if (!action || !catalog.condition_key(key)) return Leg::ThisOne;
    if (catalog.leg_carries(*action, leg_type(request, *action, catalog), key)) return Leg::ThisOne;
    return catalog.carries(*action, key) == catalog::Carried::No ? Leg::None : Leg::Another;
  };
}

std::vector<access::Request> legs(const access::Request& request, const catalog::Catalog& catalog) {
  auto action = catalog.action(request.action);
  if (request.resource != "*" || !action || action->resources.empty()) return {request};
  std::vector<access::Request> all;
  for (const catalog::ActionResource& resource : action->resources) {
    access::Request leg = request;
    leg.resource = made_up_arn(resource.type.arn);
    leg.resource_type = resource.type.name;
    all.push_back(std::move(leg));
  }
  return all;
}

}  // namespace berm::reference
