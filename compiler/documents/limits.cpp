#include "compiler/documents/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "compiler/documents/growth.h"
#include "compiler/documents/kinds.h"

namespace berm::documents {
namespace {

constexpr size_t kKinds = static_cast<size_t>(Kind::BucketPolicy) + 1;
using Totals = std::array<std::map<std::string, int64_t>, kKinds>;  // by kind: target → policies

// What stands on each target: `existing` as any document gives it, and every document of ours.
Totals totals(const std::vector<Written>& written) {
  Totals existing, ours;
  for (const Written& one : written) {
    const auto kind = static_cast<size_t>(one.spec.kind);
    for (const Attachment& attachment : one.spec.attach) ++ours[kind][attachment.target];
    for (const auto& [target, count] : one.spec.existing) {
      existing[kind][target] = std::max(existing[kind][target], count);
    }
  }
  for (size_t kind = 0; kind < kKinds; ++kind) {
    // RCPFullAWSAccess stands everywhere and cannot be taken off.
    const int64_t least = kind == static_cast<size_t>(Kind::Rcp) ? 1 : 0;
    for (auto& [target, count] : ours[kind]) count += std::max(existing[kind][target], least);
  }
  return ours;
}

}  // namespace

size_t counted_size(Kind kind, std::string_view json) {
  switch (traits(kind).counts) {
    case KindTraits::Counts::Characters: return code_points(json);
    case KindTraits::Counts::Packed: return access::policy_size_without_whitespace(json);
    case KindTraits::Counts::Bytes: break;
  }
  return json.size();
}

size_t size_with(Kind kind, std::vector<access::Statement> statements) {
  access::Document document;
  document.statements = std::move(statements);
  return counted_size(kind, access::write_policy_minified(document));
}

bool fits(const Written& written) { return written.quota == 0 || static_cast<int64_t>(written.size) <= written.quota; }

void write_json(Written& written) {
  written.json = access::write_policy_minified(written.document);
  written.size = counted_size(written.spec.kind, written.json);
}

int64_t quota_value(std::string_view id, const catalog::Catalog& catalog) {
  const auto quota = catalog.quota(id);
  return quota ? quota->value : 0;
}

int64_t size_quota(Kind kind, const catalog::Catalog& catalog) { return quota_value(traits(kind).size_quota, catalog); }

bool check_size(const Written& written, Diagnostics& diagnostics) {
  if (fits(written)) return true;
  const auto size = static_cast<int64_t>(written.size);
  diagnostics
      .add(DiagnosticKind::DocumentTooLarge,
           fmt::format("`{}` takes {} characters, {} more than the {} that {} may have", written.spec.name, size,
                       size - written.quota, written.quota, traits(written.spec.kind).one))
      .at(written.spec.position)
      .help(how_to_fit(written));
  return false;
}

void count_attached(std::vector<Written>& written, const catalog::Catalog& catalog, Diagnostics& diagnostics) {
  const Totals counts = totals(written);
  std::set<std::pair<Kind, std::string>> reported;
  for (Written& one : written) {
    const KindTraits& kind = traits(one.spec.kind);
    if (!is_attached(kind.kind)) continue;
    const int64_t quota = quota_value(kind.target_quota, catalog);
    for (const auto& [target, stage] : one.spec.attach) {
      const int64_t count = counts[static_cast<size_t>(kind.kind)].at(target);
      one.attached[target] = count;
      if (quota == 0 || count <= quota || !reported.emplace(kind.kind, target).second) continue;
      diagnostics
          .add(DiagnosticKind::TooManyAttached,
               fmt::format("`{}` would have {} {}, {} more than the {} that a target may have", target, count,
                           kind.several, count - quota, quota))
          .at(one.spec.position)
          .help("attach some to another level of the organisation, or name fewer rules: " + what_is_large(one));
    }
  }
}

}  // namespace berm::documents
