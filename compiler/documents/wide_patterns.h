// Patterns such as `kms:*` that stay whole although some of their actions have legs that do not carry a key.
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "compiler/documents/legs.h"
#include "ir/ir.h"

namespace berm::documents {

// One statement denies `patterns` on everything but `outside`, the ARNs of the legs that do not carry the key. What it
// misses on these ARNs takes statements of its own.
struct WidePatterns {
  std::vector<std::string> patterns;
  std::vector<std::string> outside;
  std::vector<std::string> missed;  // actions without split legs that are called on ARNs of `outside`

  bool covers(const std::string& action) const;  // or a pattern
  // Some leg that carries the keys lies on `outside`.
  bool misses(const LegGroup& group) const;
};

// None where the actions missed would be many.
WidePatterns find_wide_patterns(const ir::ActionSet& set, const std::vector<LegGroup>& groups,
                                const catalog::Catalog& catalog);

}  // namespace berm::documents
