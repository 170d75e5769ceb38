// The types of what a plan clause, a `require`, a `has` or a test names.
#pragma once

#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "compiler/ast/ast.h"
#include "compiler/check/expressions.h"
#include "compiler/check/types.h"

namespace berm::check {

// The type of a binder: of resources, of data sources (`data.aws_ami`), of what else a plan holds (`terraform_output`).
// Unknown ones are reported; where none is known the type fits everything.
Type resource_type(const std::vector<ast::Name>& types, const Vocabulary& vocabulary, Diagnostics& diagnostics);

// `terraform_variable`, `terraform_output` … as records, see runtime/facts. Null: none of them.
const std::vector<Record>& plan_entities();
const Record* plan_entity(std::string_view name);

// What `statements(…)` makes of a policy: a list of objects.
Type statements_type();

}  // namespace berm::check
