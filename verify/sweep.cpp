#include "verify/sweep.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "verify/pools.h"
#include "verify/requests.h"

namespace berm::verify {
namespace {

// One resource type of the action; empty: it has none.
class Leg {
 public:
  Leg(const catalog::Action& action, std::string_view type, const std::vector<access::Request>& contexts,
      const catalog::Catalog& catalog)
      : action_(action.full_name()), type_(type) {
    for (const access::Request& context : contexts) {
      for (const auto& [key, values] : context.context) {
        if (!is_carried(key, action, type, catalog)) uncarried_.insert(key);
      }
    }
  }

  access::Request call(const access::Request& context, const std::string& resource) const {
    access::Request call = context;
    call.action = action_;
    call.resource = resource;
    call.resource_type = type_;
    std::erase_if(call.context, [&](const auto& entry) { return uncarried_.contains(entry.first); });
    return call;
  }

 private:
  std::string action_;
  std::string_view type_;
  std::set<std::string_view> uncarried_;  // keys of the contexts
};

}  // namespace

bool visit_calls(const catalog::Action& action, const std::vector<access::Request>& contexts,
                 const catalog::Catalog& catalog, const std::function<bool(access::Request)>& visit) {
  if (action.resources.empty()) {
    const Leg leg(action, "", contexts, catalog);
    return std::ranges::all_of(contexts, [&](const access::Request& each) { return visit(leg.call(each, "*")); });
  }
  std::vector<std::optional<std::string_view>> own_types;
  for (const access::Request& each : contexts) own_types.push_back(catalog.resource_type_of(action, each.resource));
  for (const catalog::ActionResource& resource : action.resources) {
    const Leg leg(action, resource.type.name, contexts, catalog);
    const std::string sample = sample_of(catalog::arn_pattern(resource.type.arn, "aws"));
    for (size_t i = 0; i < contexts.size(); ++i) {
      if (!visit(leg.call(contexts[i], sample))) return false;
      if (own_types[i] == resource.type.name && !visit(leg.call(contexts[i], contexts[i].resource))) return false;
    }
  }
  return true;
}

}  // namespace berm::verify
