#include "reference/legs.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace berm::reference {
namespace {

// Calls come in runs of one action and each asks for the same keys: what the catalogue says of the last action is kept.
class KeysOfAction {
 public:
  explicit KeysOfAction(const catalog::Catalog& catalog) : catalog_(catalog) {}

  Leg leg(const access::Request& request, std::string_view key) {
    if (request.action != name_) begin(request.action);
    if (!action_) return Leg::ThisOne;
    const std::string_view type = type_of(request);
    auto of_type = legs_.find(type);
    if (of_type == legs_.end()) of_type = legs_.try_emplace(std::string(type)).first;
    const auto known = of_type->second.find(key);
    return known != of_type->second.end() ? known->second
                                          : of_type->second.emplace(key, look_up(type, key)).first->second;
  }

 private:
  void begin(const std::string& name) {
    name_ = name;
    action_ = catalog_.action(name);
    arn_.clear();
    legs_.clear();
  }

  std::string_view type_of(const access::Request& request) {
    if (!request.resource_type.empty()) return request.resource_type;
    if (arn_.empty() || arn_ != request.resource) {
      arn_ = request.resource;
      type_of_arn_ = catalog_.resource_type_of(*action_, arn_).value_or("");
    }
    return type_of_arn_;
  }

  Leg look_up(std::string_view type, std::string_view key) const {
    if (!catalog_.condition_key(key) || catalog_.leg_carries(*action_, type, key)) return Leg::ThisOne;
    return catalog_.carries(*action_, key) == catalog::Carried::No ? Leg::None : Leg::Another;
  }

  const catalog::Catalog& catalog_;
  std::string name_, arn_;
  std::optional<catalog::Action> action_;
  std::string_view type_of_arn_;
  std::map<std::string, std::map<std::string, Leg, std::less<>>, std::less<>> legs_;
};

// "arn:${Partition}:ec2:${Region}:${Account}:instance/${InstanceId}" with a name of one letter in every blank.
std::string made_up_arn(std::string_view form) {
  std::string pattern = catalog::arn_pattern(form, "aws");
  std::replace(pattern.begin(), pattern.end(), '*', 'x');
  return pattern;
}

}  // namespace

Carries carries_by(const catalog::Catalog& catalog) {
  return [keys = std::make_shared<KeysOfAction>(catalog)](const access::Request& request, std::string_view key) {
    return keys->leg(request, key);
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
