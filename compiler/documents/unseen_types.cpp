// Which planned changes a document cannot see: a coarse answer, by service.
#include <algorithm>
#include <string_view>
#include <utility>

#include "base/glob.h"
#include "base/text.h"
#include "compiler/documents/outcome.h"

namespace berm::documents {
namespace {

constexpr std::pair<std::string_view, std::string_view> kServices[] = {
#define BERM_TERRAFORM_SERVICE(prefix, service) {prefix, service},
#include "compiler/documents/terraform_service.def"
};

// "aws_s3_bucket" → "s3". Empty: not known.
std::string service_of(std::string_view type, const catalog::Catalog& catalog) {
  std::pair<std::string_view, std::string_view> best;
  for (const auto& entry : kServices) {
    if (type.starts_with(entry.first) && entry.first.size() > best.first.size()) best = entry;
  }
  if (!best.first.empty()) return std::string(best.second);
  const auto words = split(type, '_');
  if (words.size() < 2 || !catalog.has_service(words[1])) return "";
  return std::string(words[1]);
}

bool calls_service(const ir::Rule& rule, const std::string& service) {
  for (const ir::CallClause& clause : rule.calls) {
    for (const ir::ActionItem& item : clause.actions.items) {
      if (item.plus && globs_overlap(to_lower(item.pattern), service + ":*")) return true;
    }
  }
  return false;
}

}  // namespace

std::vector<std::string> types_without_calls(const ir::Rule& rule, const catalog::Catalog& catalog) {
  std::vector<std::string> types;
  for (const ir::PlanClause& clause : rule.plans) {
    for (const std::string& type : clause.types) {
      const std::string service = service_of(type, catalog);
      if (service.empty() || !calls_service(rule, service)) types.push_back(type);
    }
  }
  std::sort(types.begin(), types.end());
  types.erase(std::unique(types.begin(), types.end()), types.end());
  return types;
}

}  // namespace berm::documents
