// One member of a union of principals, as what it tests of a request.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "ir/ir.h"

namespace berm::check {

struct Caller {
  const ir::Expr* condition = nullptr;  // null: anyone
  std::string text;                     // as the user named him
  std::vector<std::string> arns;        // patterns of roles and users
  std::vector<std::string> tag_keys;    // that it relies on
  bool mfa = false;
  bool any_role = false;         // a bare `role "*"`
  std::string_view without_mfa;  // whose sessions never carry aws:MultiFactorAuthPresent; empty: they do
  Span span;
};

}  // namespace berm::check
