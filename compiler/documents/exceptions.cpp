// What exceptions cost: how many rules of a document do not hold for somebody, and who could become him.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "compiler/documents/self_grants.h"

namespace berm::documents {
namespace {

bool is_said(const Result& result, const std::string& document, const std::string& rule) {
  return std::any_of(result.rows.begin(), result.rows.end(), [&](const Row& row) {
    return is_about(row, document) && row.rule == rule && row.coverage != Coverage::NotExpressible;
  });
}

// One name for all whom a declared principal stands for: `landing_zone` of `landing_zone (role "x")`.
std::string declared_name(const std::string& text) {
  const size_t inner = text.find(" (");
  return inner < text.find('"') ? text.substr(0, inner) : text;
}

void count(std::vector<ExceptionCount>& counts, size_t from, const std::string& document, const ir::Rule& rule) {
  std::set<std::string> seen;
  for (const ir::ExceptedPrincipal& who : rule.exceptions) {
    const std::string name = declared_name(who.text);
    if (!seen.insert(name).second) continue;
    auto found = std::find_if(counts.begin() + static_cast<std::ptrdiff_t>(from), counts.end(),
                              [&](const ExceptionCount& one) { return one.principal == name; });
    if (found == counts.end()) found = counts.insert(counts.end(), {document, name});
    ++found->rules;
    found->unprotected |= who.unprotected;
  }
}

}  // namespace

std::vector<ExceptionCount> count_exceptions(const Result& result,
                                             const std::vector<std::vector<const ir::Rule*>>& named) {
  std::vector<ExceptionCount> counts;
  for (size_t i = 0; i < result.documents.size(); ++i) {
    const size_t from = counts.size();
    const std::string& document = result.documents[i].spec.name;
    size_t said = 0;
    for (const ir::Rule* rule : named[i]) {
      if (!is_said(result, document, rule->name)) continue;
      ++said;
      count(counts, from, document, *rule);
    }
    for (size_t j = from; j < counts.size(); ++j) counts[j].of = said;
  }
  return counts;
}

void report_unguarded(const Result& result, Diagnostics& diagnostics) {
  std::set<std::pair<std::string, std::string>> reported;
  for (const SelfGrant& grant : result.self_grants) {
    if (!reported.emplace(grant.document, grant.principal).second) continue;
    diagnostics
        .add(DiagnosticKind::UnguardedException,
             fmt::format("in `{}`, `{}` excepts `{}`, and somebody could become that: {}", grant.document, grant.rule,
                         grant.principal, grant.how))
        .at(grant.span)
        .help(
            "forbid these in a document on the same target, as `std.aws.identity.protect` does, or say why not: "
            "`@unprotected(\"…\")` before the rule");
  }
}

}  // namespace berm::documents
