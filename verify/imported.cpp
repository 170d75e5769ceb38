#include "verify/imported.h"

#include <algorithm>

#include "reference/legs.h"
#include "reference/reference.h"
#include "verify/requests.h"

namespace berm::verify {
namespace {

constexpr size_t kRandomRequests = 200;

// Half a number ("1."), which no request carries, and which one of the two takes for a number.
bool is_readable(const access::Request& request) {
  return std::ranges::none_of(request.context, [](const auto& key) {
    return std::ranges::any_of(key.second, [](const std::string& value) {
      return value.ends_with('.') && value.find_first_not_of("0123456789.") == std::string::npos;
    });
  });
}

bool blocks(const std::vector<const ir::Rule*>& rules, const access::Request& request,
            const reference::Carries& carries) {
  return std::ranges::any_of(rules, [&](const ir::Rule* rule) { return reference::denies(*rule, request, carries); });
}

}  // namespace

bool blocks(const access::Document& document, const access::Request& request, access::DocumentKind kind) {
  bool allows = std::ranges::any_of(document.statements,
                                    [](const access::Statement& each) { return each.effect == access::Effect::Allow; });
  access::Decision decision = access::evaluate(document, request, kind).decision;
  return allows ? decision != access::Decision::Allow : decision == access::Decision::ExplicitDeny;
}

std::optional<access::Request> imported_difference(const access::Document& document, access::DocumentKind kind,
                                                   const ir::Module& module, const catalog::Catalog& catalog,
                                                   uint64_t seed) {
  std::vector<const ir::Rule*> rules;
  for (const ir::Rule& rule : module.rules) rules.push_back(&rule);
  reference::Carries carries = reference::carries_by(catalog);
  for (const access::Request& request : requests_for(document, rules, catalog, kRandomRequests, seed)) {
    if (!is_readable(request)) continue;
    if (blocks(document, request, kind) != blocks(rules, request, carries)) return request;
  }
  return std::nullopt;
}

}  // namespace berm::verify
