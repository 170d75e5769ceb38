// `s3://bucket/prefix/`: a storage prefix, and the actions that can be held to one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ir/ir.h"

namespace berm::check {

inline constexpr std::string_view kStorageScheme = "s3://";

struct StoragePrefix {
  std::string bucket;
  // Of the prefix: Literals and RequestKeys (`s3://data/{principal.tags.team}/`). None is the whole bucket; the last
  // ends in "/".
  std::vector<const ir::Expr*> parts;
  std::string text;  // "s3://bucket/prefix/", comparable by its start
};

struct StorageResult {
  std::optional<StoragePrefix> prefix;
  std::string mistake, hint;  // in words, where there is none
};

// `parts`: Literals of strings and RequestKeys in turn, as an interpolation has them.
StorageResult read_storage(ir::Module& module, const std::vector<const ir::Expr*>& parts, Span span);

// before + prefix + after, a Literal where it can be.
const ir::Expr* storage_pattern(ir::Module& module, const std::string& before, const StoragePrefix& prefix,
                                const std::string& after, ir::Type type, Span span);

// The call acts on an object under the prefix; lists the bucket by the prefix.
const ir::Expr* object_under(ir::Module& module, const std::string& partition, const StoragePrefix& prefix, Span span);
const ir::Expr* listing_of(ir::Module& module, const std::string& partition, const StoragePrefix& prefix, Span span);

// Actions held to a storage prefix.
struct StorageActions {
  ir::ActionSet objects;   // act on objects: their ARN starts with the prefix
  ir::ActionSet listings;  // act on the bucket and carry s3:prefix
};

}  // namespace berm::check
