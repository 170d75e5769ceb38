#include "base/text.h"
#include "ir/ir.h"

namespace berm::ir {

bool ActionSet::contains(std::string_view action) const {
  std::string lower = to_lower(action);
  bool inside = false;
  for (const ActionItem& item : items) {
    if (glob_match(to_lower(item.pattern), lower)) inside = item.plus;
  }
  return inside;
}

}  // namespace berm::ir
