#include <algorithm>

#include "base/glob.h"
#include "ir/ir.h"

namespace berm::ir {

const ActionItem* ActionSet::decisive(std::string_view action) const {
  const auto last = std::find_if(items.rbegin(), items.rend(),
                                 [&](const ActionItem& item) { return glob_match_ignore_case(item.pattern, action); });
  return last == items.rend() ? nullptr : &*last;
}

bool ActionSet::contains(std::string_view action) const {
  const ActionItem* item = decisive(action);
  return item && item->plus;
}

}  // namespace berm::ir
