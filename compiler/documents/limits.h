// Sizes and counts against the quotas of the catalogue.
#pragma once

#include <vector>

#include "catalog/catalog.h"
#include "compiler/documents/documents.h"

namespace berm::documents {

// Characters of the document as the service counts them.
size_t counted_size(Kind kind, std::string_view json);
// Of one with these statements alone.
size_t size_with(Kind kind, std::vector<access::Statement> statements);
// Within its quota.
bool fits(const Written& written);
// Written::json and its size, from the document.
void write_json(Written& written);
// 0: the catalogue names none.
int64_t quota_value(std::string_view id, const catalog::Catalog& catalog);
int64_t size_quota(Kind kind, const catalog::Catalog& catalog);

// False: it is over its quota (reported).
bool check_size(const Written& written, Diagnostics& diagnostics);
// Fills Written::attached and reports targets with too many policies.
void count_attached(std::vector<Written>& written, const catalog::Catalog& catalog, Diagnostics& diagnostics);

}  // namespace berm::documents
