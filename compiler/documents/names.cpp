#include "compiler/documents/documents.h"

namespace berm::documents {

std::string_view name(Kind kind) {
  switch (kind) {
    case Kind::Scp: return "aws.scp";
    case Kind::Rcp: return "aws.rcp";
    case Kind::PermissionBoundary: return "aws.permission_boundary";
    case Kind::IdentityPolicy: return "aws.identity_policy";
    case Kind::TrustPolicy: return "aws.trust_policy";
    case Kind::BucketPolicy: return "aws.bucket_policy";
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
