// What IAM and Organizations accept as names, so that a principal that nobody can be is a mistake and not a hole.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/ast/ast.h"

namespace berm::check {

struct NameMistake {
  std::string message;
  std::string hint;
};

std::optional<NameMistake> principal_mistake(ast::PrincipalKind kind, std::string_view text);

}  // namespace berm::check
