// What sets the kinds of documents apart, from kind.def.
#pragma once

#include <string_view>

#include "access/evaluate.h"
#include "compiler/documents/documents.h"

namespace berm::documents {

struct KindTraits {
  enum class Counts : uint8_t { Characters, Packed, Bytes };
  Kind kind;
  std::string_view name;          // "aws.scp"
  std::string_view one, several;  // "an SCP", "SCPs"
  std::string_view size_quota, target_quota;
  access::DocumentKind access;
  Counts counts;
};
const KindTraits& traits(Kind kind);

// It stands on targets of an organisation.
inline bool is_attached(Kind kind) { return !traits(kind).target_quota.empty(); }
// It stands at a resource, names its callers in Principal, and strangers may call there.
inline bool faces_strangers(Kind kind) { return kind == Kind::Rcp || kind == Kind::BucketPolicy; }

}  // namespace berm::documents
