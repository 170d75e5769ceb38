#include "compiler/documents/documents.h"

namespace berm::documents {

std::string_view name(Kind kind) {
  switch (kind) {
    case Kind::Scp: return "aws.scp";
    case Kind::PermissionBoundary: return "aws.permission_boundary";
  }
  return {};
}

std::string_view name(Coverage coverage) {
  switch (coverage) {
    case Coverage::Exact: return "exact";
    case Coverage::Narrower: return "narrower";
    case Coverage::Wider: return "wider";
    case Coverage::NotExpressible: return "not expressible";
  }
  return {};
}

}  // namespace berm::documents
