#include "compiler/documents/kinds.h"

namespace berm::documents {
namespace {

constexpr KindTraits kTraits[] = {
#define BERM_DOCUMENT_KIND(kind, name, one, several, size, target, decides, counts) \
  {Kind::kind, name, one, several, size, target, access::DocumentKind::decides, KindTraits::Counts::counts},
#include "compiler/documents/kind.def"
};

constexpr Kind kKinds[] = {
#define BERM_DOCUMENT_KIND(kind, name, one, several, size, target, decides, counts) Kind::kind,
#include "compiler/documents/kind.def"
};

}  // namespace

const KindTraits& traits(Kind kind) { return kTraits[static_cast<size_t>(kind)]; }

std::span<const Kind> kinds() { return kKinds; }

std::string_view name(Kind kind) { return traits(kind).name; }

access::DocumentKind access_kind(Kind kind) { return traits(kind).access; }

std::string_view name(Coverage coverage) {
  switch (coverage) {
    case Coverage::Exact: return "exact";
    case Coverage::Narrower: return "narrower";
    case Coverage::Wider: return "wider";
    case Coverage::NotExpressible: return "not expressible";
  }
  return {};
}

bool is_about(const Row& row, std::string_view document) {
  return (", " + row.document + ",").find(", " + std::string(document) + ",") != std::string::npos;
}

}  // namespace berm::documents
