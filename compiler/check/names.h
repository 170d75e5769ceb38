// Small questions about names and source text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/ast/ast.h"
#include "compiler/check/types.h"

namespace berm::check {

// `a.b.c` as a name; none where the expression is anything else.
std::optional<ast::DottedName> dotted_name(const ast::Expr& expr);

// Source text on one line: runs of white space as one space, comments left out, strings untouched.
std::string fold(std::string_view source);

// The first paragraph of `///` lines, as one line.
std::string first_paragraph(std::string_view doc);

// What `t.…` reads in `for team t`.
Record make_team_record();

}  // namespace berm::check
