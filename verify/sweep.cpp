#include "verify/sweep.h"

#include <string>

#include "verify/pools.h"
#include "verify/requests.h"

namespace berm::verify {
namespace {

access::Request call_of(const catalog::Action& action, const access::Request& context, std::string_view type,
                        std::string resource, const catalog::Catalog& catalog) {
  access::Request call = context;
  call.action = action.full_name();
  call.resource = std::move(resource);
  call.resource_type = std::string(type);
  drop_uncarried(call, action, catalog);
  return call;
}

}  // namespace

bool visit_calls(const catalog::Action& action, const std::vector<access::Request>& contexts,
                 const catalog::Catalog& catalog, const std::function<bool(const access::Request&)>& visit) {
  for (const access::Request& context : contexts) {
    if (action.resources.empty()) {
      if (!visit(call_of(action, context, "", "*", catalog))) return false;
      continue;
    }
    for (const catalog::ActionResource& leg : action.resources) {
      const std::string sample = sample_of(catalog::arn_pattern(leg.type.arn, "aws"));
      if (!visit(call_of(action, context, leg.type.name, sample, catalog))) return false;
      if (catalog.resource_type_of(action, context.resource) != leg.type.name) continue;
      if (!visit(call_of(action, context, leg.type.name, context.resource, catalog))) return false;
    }
  }
  return true;
}

}  // namespace berm::verify
