#include "compiler/documents/covered_actions.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace berm::documents {
namespace {

std::vector<std::string> covered_services(const catalog::Catalog& catalog) {
  std::vector<std::string> services;
  catalog.for_each_action("*", [&](const catalog::Action& action) {
    const bool known = !services.empty() && services.back() == action.service;
    if (!known && catalog.rcp_supports(action.service)) services.emplace_back(action.service);
  });
  return services;
}

std::string date_of_list(const catalog::Catalog& catalog) {
  for (const catalog::Source& source : catalog.sources()) {
    if (source.what.find("iam-data") != std::string_view::npos) return std::string(source.date);
  }
  return "unknown date";
}

std::string service_of(std::string_view pattern) { return to_lower(pattern.substr(0, pattern.find(':'))); }

// A later item takes all of the service away.
bool taken_away(const std::vector<ir::ActionItem>& items, size_t from, const std::string& service) {
  return std::any_of(items.begin() + static_cast<std::ptrdiff_t>(from), items.end(), [&](const ir::ActionItem& item) {
    return !item.plus && equals_ignore_case(item.pattern, service + ":*");
  });
}

CoveredActions covered_by_rcps(const ir::ActionSet& actions, const catalog::Catalog& catalog) {
  CoveredActions covered;
  std::vector<std::string> others;
  bool everything = false;
  for (size_t i = 0; i < actions.items.size(); ++i) {
    const ir::ActionItem& item = actions.items[i];
    if (item.pattern == "*" && item.plus) {
      everything = true;
      for (const std::string& service : covered_services(catalog)) {
        if (!taken_away(actions.items, i, service)) covered.actions.items.push_back({true, service + ":*"});
      }
    } else if (item.pattern == "*" || catalog.rcp_supports(service_of(item.pattern))) {
      covered.actions.items.push_back(item);
    } else if (item.plus) {
      others.push_back(service_of(item.pattern));
    }
  }
  std::sort(others.begin(), others.end());
  others.erase(std::unique(others.begin(), others.end()), others.end());
  const std::string date = date_of_list(catalog);
  if (everything) {
    covered.gap.push_back(fmt::format("calls of services that RCPs do not cover (list of {})", date));
  } else if (!others.empty()) {
    covered.gap.push_back(fmt::format("calls of {}: RCPs do not cover {} (list of {})", join(others, ", "),
                                      others.size() == 1 ? "it" : "them", date));
  }
  return covered;
}

// `*` is all of S3 there, and stays where something is taken away from it: NotAction says that.
CoveredActions covered_by_buckets(const ir::ActionSet& actions) {
  CoveredActions covered;
  bool whole = true;
  for (const ir::ActionItem& item : actions.items) {
    const bool s3 = item.pattern == "*" || service_of(item.pattern) == "s3";
    if (s3) covered.actions.items.push_back(item);
    whole &= !s3 || item.plus;
    covered.outside |= item.plus && service_of(item.pattern) != "s3";
  }
  for (ir::ActionItem& item : covered.actions.items) {
    if (whole && item.pattern == "*") item.pattern = "s3:*";
  }
  return covered;
}

CoveredActions covered_by_callers(const ir::ActionSet& actions) {
  CoveredActions covered;
  for (const ir::ActionItem& item : actions.items) {
    const bool outside = item.plus && is_by_token(item.pattern);
    if (!outside) covered.actions.items.push_back(item);
    covered.outside |= outside;
  }
  return covered;
}

}  // namespace

bool is_by_token(std::string_view action) {
  return equals_ignore_case(action, "sts:AssumeRoleWithSAML") ||
         equals_ignore_case(action, "sts:AssumeRoleWithWebIdentity");
}

CoveredActions covered_by(Kind kind, const ir::ActionSet& actions, const catalog::Catalog& catalog) {
  if (kind == Kind::Rcp) return covered_by_rcps(actions, catalog);
  return kind == Kind::BucketPolicy ? covered_by_buckets(actions) : covered_by_callers(actions);
}

}  // namespace berm::documents
