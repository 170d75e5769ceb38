#include "tests/conformance/scp/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "access/evaluate.h"
#include "tests/agreement/mutants.h"

namespace berm::conformance {
namespace {

constexpr size_t kMaxMutants = 150;  // of one document, spread over it

bool denies(const access::Document& document, const access::Request& request) {
  return access::evaluate(document, request, access::DocumentKind::Scp).decision == access::Decision::ExplicitDeny;
}

bool tests_key_of_another_leg(const access::Statement& statement, const access::Request& request,
                              const catalog::Catalog& catalog) {
  const auto action = catalog.action(request.action);
  return action && std::any_of(statement.conditions.begin(), statement.conditions.end(), [&](const auto& test) {
           return catalog.carries(*action, test.key) == catalog::Carried::SomeLegs &&
                  !catalog.leg_carries(*action, request.resource_type, test.key);
         });
}

// Every statement of the reference that denies the request does so by a key that this leg does not carry.
bool denied_elsewhere(const access::Document& theirs, const access::Request& request, const catalog::Catalog& catalog) {
  return std::all_of(theirs.statements.begin(), theirs.statements.end(), [&](const access::Statement& statement) {
    return !access::matches_statement(statement, request, access::DocumentKind::Scp, theirs.version) ||
           tests_key_of_another_leg(statement, request, catalog);
  });
}

std::string describe(const access::Request& request, bool ours) {
  std::string text = fmt::format("only {} denies {} on {}", ours ? "Berm's document" : "the reference", request.action,
                                 request.resource);
  for (const auto& [key, values] : request.context)
    text += fmt::format("\n    {} = [{}]", key, fmt::join(values, ", "));
  return text;
}

// A mutant is caught after few requests where neighbours differ.
std::vector<access::Request> in_mixed_order(std::vector<access::Request> requests) {
  constexpr uint64_t kSeed = 1;
  std::shuffle(requests.begin(), requests.end(), std::mt19937_64(kSeed));
  return requests;
}

std::vector<agreement::Mutant> all_mutants(const access::Document& document) {
  std::vector<agreement::Mutant> mutants = agreement::mutants_of(document);
  for (size_t i = 0; i < document.statements.size(); ++i) {
    agreement::Mutant swapped{fmt::format("statement {}: Resource ↔ NotResource", i), document};
    swapped.document.statements[i].not_resource = !document.statements[i].not_resource;
    mutants.push_back(std::move(swapped));
  }
  return mutants;
}

}  // namespace

Comparison compare(const access::Document& ours, const access::Document& theirs,
                   const std::vector<access::Request>& requests, const std::vector<std::string>& listed_actions,
                   const catalog::Catalog& catalog) {
  Comparison result;
  for (const access::Request& request : requests) {
    const bool a = denies(ours, request), b = denies(theirs, request);
    if (b && !a && denied_elsewhere(theirs, request, catalog)) {
      ++result.elsewhere;
      continue;
    }
    ++result.compared;
    if (a != b && std::find(listed_actions.begin(), listed_actions.end(), request.action) != listed_actions.end()) {
      ++result.listed;
      continue;
    }
    result.denied += a && b;
    if (a != b) result.differences.push_back(describe(request, a));
  }
  return result;
}

Mutation mutate(const access::Document& document, const std::vector<access::Request>& requests) {
  const std::vector<access::Request> mixed = in_mixed_order(requests);
  std::vector<bool> wanted;
  for (const access::Request& request : mixed) wanted.push_back(denies(document, request));
  Mutation result;
  const auto mutants = all_mutants(document);
  const size_t step = mutants.size() / kMaxMutants + 1;
  for (size_t at = 0; at < mutants.size(); at += step) {
    const agreement::Mutant& mutant = mutants[at];
    ++result.mutants;
    bool caught = false;
    for (size_t i = 0; i < mixed.size() && !caught; ++i) caught = denies(mutant.document, mixed[i]) != wanted[i];
    if (!caught) result.survivors.push_back(mutant.what);
  }
  return result;
}

}  // namespace berm::conformance
