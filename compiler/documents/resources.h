// Tests of the resource's ARN as Resource or NotResource.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "catalog/catalog.h"
#include "compiler/documents/formula.h"

namespace berm::documents {

struct ResourceElement {
  bool negated = false;  // NotResource
  std::vector<std::string> patterns{"*"};

  bool everything() const { return !negated && patterns.size() == 1 && patterns[0] == "*"; }
};

// The ARNs that all the tests admit, none of them where `patterns` is empty; or why one element cannot say it.
std::variant<ResourceElement, std::string> lower_resources(const std::vector<Test>& tests,
                                                           const catalog::Catalog& catalog);

// The element, only on ARNs that fit `inside`, which are told apart from `outside`, the rest of what there is.
std::variant<ResourceElement, std::string> restrict_to(const ResourceElement& element,
                                                       const std::vector<std::string>& inside,
                                                       const std::vector<std::string>& outside);

// Some ARN fits both the element and the pattern.
bool touches(const ResourceElement& element, const std::string& pattern);

}  // namespace berm::documents
