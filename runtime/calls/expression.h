// The elements of a collection of a condition. Internal to this folder.
#pragma once

#include "runtime/calls/evaluator.h"

namespace berm::calls {

template <class Visit>
void Evaluator::for_each_element(uint32_t index, Visit visit) {
  const fb::CallNode& node = code_.node(index);
  if (node.op() == fb::CallOp::List) {
    for (uint32_t child : code_.children(node.children())) {
      if (!visit(value(child))) return;
    }
  } else if (node.op() == fb::CallOp::Key) {
    if (!is_there(node.operand())) return;
    Slot& slot = slots_[node.operand()];
    for (uint32_t i = 0; i < slot.count; ++i) {
      const Value element =
          typed(texts_[slot.first + i], static_cast<ir::Type>(node.type()), i == 0 ? &slot.parsed : nullptr);
      if (!visit(element)) return;
    }
  } else if (const Value list = value(index); list.kind == Kind::List) {
    for (uint32_t item : code_.items(list.constant)) {
      if (!visit(code_.constant(item))) return;
    }
  }
}

}  // namespace berm::calls
