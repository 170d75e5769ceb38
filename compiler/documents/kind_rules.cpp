#include "compiler/documents/kind_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/glob.h"
#include "base/text.h"
#include "compiler/documents/bucket.h"
#include "compiler/documents/kinds.h"
#include "compiler/documents/limits.h"

namespace berm::documents {
namespace {

using access::Effect;
using access::Statement;

// U+0009, U+000A, U+000D and U+0020 to U+00FF, in UTF-8.
bool is_allowed(std::string_view json, size_t& i) {
  const auto byte = static_cast<unsigned char>(json[i]);
  if (byte == 0x09 || byte == 0x0A || byte == 0x0D || (byte >= 0x20 && byte < 0x80)) return true;
  if (byte != 0xC2 && byte != 0xC3) return false;
  ++i;
  return true;
}

bool has_odd_characters(std::string_view json) {
  for (size_t i = 0; i < json.size(); ++i) {
    if (!is_allowed(json, i)) return true;
  }
  return false;
}

bool has_short_arn(const Statement& statement) {
  return !std::all_of(statement.resources.begin(), statement.resources.end(), is_whole_arn);
}

bool is_everyone(const Statement& statement) {
  const std::vector<access::PrincipalEntry> everyone{{"*", {"*"}}};
  return !statement.not_principal && statement.principals == everyone;
}

std::string broken_by_rcp(const Statement& statement, const catalog::Catalog& catalog) {
  if (statement.effect != Effect::Deny) return "an RCP may only deny";
  if (!is_everyone(statement)) return "an RCP's Principal is `*`";
  if (statement.not_action) return "an RCP may not say NotAction";
  for (const std::string& action : statement.actions) {
    const std::string service = action.substr(0, action.find(':'));
    if (action == "*" || !catalog.rcp_supports(service)) return fmt::format("RCPs do not cover `{}`", action);
  }
  return statement.resources.empty() ? "an RCP names resources" : "";
}

std::string broken_by_trust(const Statement& statement) {
  if (statement.principals.empty() || statement.not_principal) return "a trust policy names its principals";
  if (!statement.resources.empty()) return "a trust policy names no resources";
  const bool sts = std::all_of(statement.actions.begin(), statement.actions.end(),
                               [](const std::string& action) { return to_lower(action).starts_with("sts:"); });
  return sts && !statement.not_action ? "" : "a trust policy allows actions of STS";
}

std::string broken_by_bucket(const Statement& statement, const Spec& spec) {
  if (statement.principals.empty()) return "a bucket policy names its principals";
  if (statement.resources.empty()) return "a bucket policy names resources";
  const Bucket bucket(spec);
  for (const std::string& resource : statement.resources) {
    if (!bucket.holds(resource)) return fmt::format("`{}` is not of the bucket", resource);
  }
  return "";
}

std::string broken_by(const Statement& statement, const Spec& spec, const catalog::Catalog& catalog) {
  if (has_short_arn(statement)) return "a resource has fewer than the six parts of an ARN";
  switch (spec.kind) {
    case Kind::Rcp: return broken_by_rcp(statement, catalog);
    case Kind::TrustPolicy: return broken_by_trust(statement);
    case Kind::BucketPolicy: return broken_by_bucket(statement, spec);
    default: break;
  }
  if (!statement.principals.empty()) return fmt::format("{} has no Principal", traits(spec.kind).one);
  return statement.resources.empty() ? "a statement names no resources" : "";
}

}  // namespace

std::string broken_rule(std::string_view json, const Spec& spec, const catalog::Catalog& catalog) {
  if (has_odd_characters(json)) return "a policy may not hold one of its characters";
  const auto read = access::read_policy(json);
  if (!read.document) return read.error;
  const bool variables = json.find("${") != std::string_view::npos;
  if (variables && read.document->version != "2012-10-17") return "variables need the version of 2012-10-17";
  for (const Statement& statement : read.document->statements) {
    std::string broken = broken_by(statement, spec, catalog);
    if (!broken.empty()) return broken;
  }
  return "";
}

bool check_kind_rules(const Written& written, const catalog::Catalog& catalog, Diagnostics& diagnostics) {
  std::string broken = broken_rule(written.json, written.spec, catalog);
  if (broken.empty() && counted_size(written.spec.kind, written.json) != written.size) broken = "its size differs";
  if (broken.empty()) return true;
  diagnostics
      .add(DiagnosticKind::DocumentBreaksKind, fmt::format("`{}` was written, but {} would not be taken so: {}",
                                                           written.spec.name, traits(written.spec.kind).one, broken))
      .at(written.spec.position)
      .help("this is a fault of Berm; please report it with the rules");
  return false;
}

}  // namespace berm::documents
