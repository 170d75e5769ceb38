// Third pass: a conjunct's tests as the Condition element of one statement.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "access/policy.h"
#include "catalog/catalog.h"
#include "compiler/documents/formula.h"

namespace berm::documents {

// Sorted by operator, then key; no operator stands on one key twice. Or the reason why IAM cannot say it.
std::variant<std::vector<access::Condition>, std::string> render_conditions(const std::vector<Test>& tests,
                                                                            const catalog::Catalog& catalog);

// A value as it stands in a document. `wildcards`: the operator reads `*` and `?`, so literal ones are escaped.
std::string render_text(const Text& text, bool wildcards, const catalog::Catalog& catalog);

// The key as documents spell it: "aws:PrincipalTag/team".
std::string key_spelling(std::string_view lower_key, const catalog::Catalog& catalog);

// U+0020 to U+00FF is all that a policy may hold.
bool fits_in_policy(std::string_view utf8);

}  // namespace berm::documents
