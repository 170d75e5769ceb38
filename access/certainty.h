// Whether a statement applies where the values of some condition keys are not known. Internal to this folder.
#pragma once

#include <string>
#include <vector>

#include "access/stack.h"
#include "access/statement.h"

namespace berm::access {

enum class Certainty : uint8_t { No, Maybe, Yes };

struct Match {
  Certainty certainty = Certainty::No;
  std::vector<const Condition*> open;  // what can't be decided, of a statement that may apply
  std::vector<std::string> keys;       // that it hangs on, lower case
};

struct Asked {
  const Request& request;
  const Knowledge& known;
  DocumentKind kind;
  std::string_view version;
  bool bounded = false;  // the caller has a permission boundary
};

Match match_statement(const Statement& statement, const Asked& asked);

}  // namespace berm::access
