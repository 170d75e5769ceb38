// A grant, written for one principal and one window of time.
#pragma once

#include <cstdint>
#include <string>

#include "compiler/documents/documents.h"

namespace berm::documents {

struct Window {
  int64_t from = 0, until = 0;  // seconds since 1970; `until` is outside
};

// Whether the rule's words cover the role or user with this ARN, as far as an ARN tells.
bool may_be_given(const ir::Rule& rule, const std::string& arn, const catalog::Catalog& catalog);

// The policy that lets `arn` make the grant's calls within the window: for a role's inline policies, or for its
// session. What IAM cannot say of the grant it leaves out: Row::words.
struct GrantDocument {
  access::Document document;
  std::string json, pretty;
  Row row;
  size_t size = 0;  // as IAM counts it
  int64_t session_quota = 0;
};
GrantDocument grant_document(const ir::Rule& rule, const std::string& arn, const Window& window,
                             const catalog::Catalog& catalog);

}  // namespace berm::documents
