// One way to assume a role, as a trust policy has to say it: by whom, by which call, and with which keys.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ir/ir.h"

namespace berm::check {

struct KeyTest {
  enum class Kind : uint8_t { Text, True, AtMost } kind = Kind::Text;
  std::string key;  // lower case
  ir::Type type = ir::Type::String;
  std::vector<std::string> values;  // Text: one of them; globs
  int64_t limit = 0;                // AtMost
  bool implied = false;             // by another test: a trust policy that lacks it lets in nobody else
};

struct WayIn {
  ir::TrustedPrincipal principal;
  std::string action;          // "sts:AssumeRoleWithWebIdentity"
  std::vector<KeyTest> tests;  // all hold
  Span span;
};

// The tests as a condition on the request; null where there are none.
const ir::Expr* tests_of(ir::Module& module, const WayIn& way);
// Who calls, as far as keys say it: the keys of an OIDC provider are its own.
const ir::Expr* caller_of(ir::Module& module, const WayIn& way);
// Whether a statement of a trust policy, the element in the slot `statement`, lets in nobody but by this way.
const ir::Expr* is_this_way(ir::Module& module, const WayIn& way, ir::Variable statement);

}  // namespace berm::check
