// What a document's characters go into: its rules, and the principals that they except.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "compiler/documents/documents.h"

namespace berm::documents {

// Characters that the rule's `statements` take because it excepts principals: what they took less without them.
size_t growth_from_exceptions(const ir::Rule& rule, const std::vector<access::Statement>& statements,
                              const std::vector<const ir::Rule*>& others, const Spec& spec,
                              const catalog::Catalog& catalog);

// The rules that take most of the document, largest first, with their characters.
std::vector<std::pair<std::string, size_t>> largest_rules(const Written& written);
// The same in words, for a document that is too large, with what exceptions cost.
std::string what_is_large(const Written& written);
// What to do where it can't fit.
std::string how_to_fit(const Written& written);

}  // namespace berm::documents
