#include <algorithm>

#include "access/statement.h"
#include "base/glob.h"
#include "base/text.h"

namespace berm::access {

// Wildcards stand in the action's name; the service is a word, or `*` alone.
bool matches_action(std::string_view pattern, std::string_view action) {
  if (pattern == "*") return true;
  size_t wanted = pattern.find(':'), found = action.find(':');
  if (wanted == std::string_view::npos || found == std::string_view::npos) return false;
  std::string_view service = pattern.substr(0, wanted);
  if (service != "*" && !equals_ignore_case(service, action.substr(0, found))) return false;
  return glob_match_ignore_case(pattern.substr(wanted + 1), action.substr(found + 1));
}

bool matches_actions(const Statement& statement, const Request& request) {
  bool listed = std::any_of(statement.actions.begin(), statement.actions.end(),
                            [&](const std::string& pattern) { return matches_action(pattern, request.action); });
  return listed != statement.not_action;
}

}  // namespace berm::access
