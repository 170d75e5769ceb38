// Reports what AWS refuses in a policy document, or warns about: the checks of IAM Access Analyzer that can be made
// offline, and what each kind of document asks for. The checks and their levels stand in base/diagnostics/lint.def.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "catalog/catalog.h"

namespace berm::lint {

enum class Kind : uint8_t {
#define BERM_POLICY_KIND(kind, spelling, principals, quota, white_space) kind,
#include "lint/kind.def"
};
std::string_view name(Kind kind);  // "aws.scp"
std::optional<Kind> parse_kind(std::string_view name);
std::vector<std::string> kind_names();

struct Finding {
  DiagnosticKind check;
  std::string path;             // in the JSON, "Statement[0].Action[2]"; empty: the document
  uint32_t begin = 0, end = 0;  // bytes of the text
  std::string message;
  std::string hint;
  bool refused = false;  // the service refuses to store such a document; else it is stored and does not do what it says
};

struct Report {
  Kind kind = Kind::IdentityPolicy;
  std::vector<Finding> findings;  // in the order of the text
  size_t size = 0;                // characters as the service counts them; 0 where the text is no JSON
  int64_t quota = 0;              // 0: none known
  bool passes() const;            // nothing is refused, an error or a security warning
  bool refused() const;
};

// As IAM Access Analyzer names its findings: "SECURITY_WARNING".
std::string_view type_of(DiagnosticLevel level);
// Each finding as `ERROR INVALID_ACTION Statement[0].Action: there is no action …`.
std::vector<std::string> lines(const Report& report);

// Without a kind, one is guessed from what the document looks like.
Report lint(std::string_view json, std::optional<Kind> kind, const catalog::Catalog& catalog);

}  // namespace berm::lint
