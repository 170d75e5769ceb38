#include <algorithm>

#include "access/pattern.h"
#include "access/statement.h"

namespace berm::access {
namespace {

constexpr size_t kColonsOfArn = 5;

// Invalid: AWS takes no such document, so its statement says nothing, `NotResource` included.
enum class Match : uint8_t { No, Yes, Invalid };

bool has_wildcard(const Pattern& pattern) {
  return std::any_of(pattern.begin(), pattern.end(), [](Symbol s) { return s == kAnyRun || s == kAnyOne; });
}

size_t missing_colons(std::string_view arn_pattern) {
  size_t colons = 0;
  bool variable = false;
  for (size_t i = 0; i < arn_pattern.size() && colons < kColonsOfArn; ++i) {
    if (arn_pattern.substr(i, 2) == "${") variable = true;
    if (arn_pattern[i] == '}') variable = false;
    if (arn_pattern[i] == ':' && !variable) ++colons;
  }
  return kColonsOfArn - colons;
}

// What becomes of an ARN with fewer than six segments.
enum class ShortArn : uint8_t { Padded, NoMatch, Invalid };

ShortArn short_arn(std::string_view text, const Pattern& pattern, DocumentKind kind) {
  switch (kind) {
    case DocumentKind::Scp: return text.ends_with('*') ? ShortArn::Padded : ShortArn::Invalid;
    case DocumentKind::Rcp: return ShortArn::Invalid;
    case DocumentKind::PermissionBoundary:
    case DocumentKind::Identity:
    case DocumentKind::Session: return ShortArn::Padded;
    case DocumentKind::Resource:
    case DocumentKind::Trust:
    case DocumentKind::Endpoint: return has_wildcard(pattern) ? ShortArn::Padded : ShortArn::NoMatch;
  }
  return ShortArn::Invalid;
}

void pad(Pattern& pattern, size_t segments) {
  for (size_t i = 0; i < segments; ++i) {
    append_literal(pattern, ":");
    pattern.push_back(kAnyRun);
  }
}

Match match(std::string_view text, std::string_view arn, const Request& request, DocumentKind kind,
            std::string_view version) {
  if (text == "*") return Match::Yes;
  size_t missing = missing_colons(text);
  ShortArn rule = missing == 0 ? ShortArn::Padded : short_arn(text, make_pattern(text, Wildcards::On), kind);
  if (rule == ShortArn::Invalid) return Match::Invalid;
  auto pattern = resolve(text, request, version, Wildcards::On);
  if (!pattern || rule == ShortArn::NoMatch) return Match::No;
  pad(*pattern, missing);
  return matches_arn(*pattern, arn) ? Match::Yes : Match::No;
}

}  // namespace

bool matches_resource(std::string_view pattern, std::string_view arn, const Request& request, DocumentKind kind,
                      std::string_view version) {
  return match(pattern, arn, request, kind, version) == Match::Yes;
}

bool matches_resources(const Statement& statement, const Request& request, DocumentKind kind,
                       std::string_view version) {
  if (statement.resources.empty()) return kind == DocumentKind::Trust || kind == DocumentKind::Resource;
  bool listed = false;
  for (const std::string& text : statement.resources) {
    Match found = match(text, request.resource, request, kind, version);
    if (found == Match::Invalid) return false;
    listed = listed || found == Match::Yes;
  }
  return listed != statement.not_resource;
}

}  // namespace berm::access
