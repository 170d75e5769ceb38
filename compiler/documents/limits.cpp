#include "compiler/documents/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace berm::documents {
namespace {

int64_t quota_of(std::string_view id, const catalog::Catalog& catalog) {
  const auto quota = catalog.quota(id);
  return quota ? quota->value : 0;
}

size_t count_characters(std::string_view utf8) {
  return static_cast<size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// What stands on each target: `existing` as any document gives it, and every document of ours.
std::map<std::string, int64_t> totals(const std::vector<Written>& written) {
  std::map<std::string, int64_t> existing, ours;
  for (const Written& one : written) {
    if (one.spec.kind != Kind::Scp) continue;
    for (const Attachment& attachment : one.spec.attach) ++ours[attachment.target];
    for (const auto& [target, count] : one.spec.existing) existing[target] = std::max(existing[target], count);
  }
  for (auto& [target, count] : ours) {
    const auto found = existing.find(target);
    if (found != existing.end()) count += found->second;
  }
  return ours;
}

}  // namespace

size_t counted_size(Kind kind, std::string_view json) {
  return kind == Kind::Scp ? count_characters(json) : access::policy_size_without_whitespace(json);
}

int64_t size_quota(Kind kind, const catalog::Catalog& catalog) {
  return quota_of(kind == Kind::Scp ? "aws.scp.size" : "aws.managed_policy.size", catalog);
}

bool check_size(const Written& written, Diagnostics& diagnostics) {
  const auto size = static_cast<int64_t>(written.size);
  if (written.quota == 0 || size <= written.quota) return true;
  diagnostics
      .add(DiagnosticKind::DocumentTooLarge,
           fmt::format("`{}` takes {} characters, {} more than the {} that {} may have", written.spec.name, size,
                       size - written.quota, written.quota,
                       written.spec.kind == Kind::Scp ? "an SCP" : "a managed policy"))
      .at(written.spec.position)
      .help("name fewer rules in it and put the others into a second document");
  return false;
}

void count_attached(std::vector<Written>& written, const catalog::Catalog& catalog, Diagnostics& diagnostics) {
  const auto counts = totals(written);
  const int64_t quota = quota_of("aws.scp.per_target", catalog);
  std::map<std::string, bool> reported;
  for (Written& one : written) {
    if (one.spec.kind != Kind::Scp) continue;
    for (const auto& [target, stage] : one.spec.attach) {
      const int64_t count = counts.at(target);
      one.attached[target] = count;
      if (quota == 0 || count <= quota || reported[target]) continue;
      reported[target] = true;
      diagnostics
          .add(DiagnosticKind::TooManyAttached,
               fmt::format("`{}` would have {} SCPs, {} more than the {} that a target may have", target, count,
                           count - quota, quota))
          .at(one.spec.position)
          .help("merge documents, or attach some to another level of the organisation");
    }
  }
}

}  // namespace berm::documents
