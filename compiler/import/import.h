// Existing policy documents as readable Berm source that means the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/evaluate.h"
#include "access/policy.h"
#include "catalog/catalog.h"

namespace berm::importer {

enum class Kind : uint8_t { Scp, Rcp, PermissionBoundary };
std::string_view name(Kind kind);  // "aws.scp"
std::optional<Kind> parse_kind(std::string_view name);
access::DocumentKind access_kind(Kind kind);
// What the document looks like; none where it is neither of them, such as a trust policy.
std::optional<Kind> guess_kind(const access::Document& document);

// A part of the document that Berm has no words for.
struct Refusal {
  std::string path;  // in the JSON
  std::string reason;
};

struct Imported {
  std::string package;
  std::string source;             // where nothing is refused
  std::vector<std::string> left;  // what the source leaves out, and why that changes nothing
  std::vector<Refusal> refused;
};

// `name`: of the file, without its ending. Its package is `imported.` and the name in snake case.
Imported import_document(const access::Document& document, Kind kind, std::string_view name,
                         const catalog::Catalog& catalog);

}  // namespace berm::importer
