#include "base/text.h"
#include "ir/ir.h"

namespace berm::ir {

const ActionItem* ActionSet::decisive(std::string_view action) const {
  std::string lower = to_lower(action);
  const ActionItem* last = nullptr;
  for (const ActionItem& item : items) {
    if (glob_match(to_lower(item.pattern), lower)) last = &item;
  }
  return last;
}

bool ActionSet::contains(std::string_view action) const {
  const ActionItem* item = decisive(action);
  return item && item->plus;
}

}  // namespace berm::ir
