#include "compiler/check/scope.h"

#include <algorithm>

namespace berm::check {

bool Scope::declare(Binding binding) {
  auto same = [&](const Binding& other) { return other.name == binding.name; };
  if (std::any_of(bindings_.begin(), bindings_.end(), same)) return false;
  bindings_.push_back(std::move(binding));
  return true;
}

const Binding* Scope::find(std::string_view name) const {
  for (const Scope* scope = this; scope != nullptr; scope = scope->parent_) {
    for (const Binding& binding : scope->bindings_) {
      if (binding.name == name) return &binding;
    }
  }
  return nullptr;
}

void Scope::offer_names(NearestName& nearest) const {
  for (const Scope* scope = this; scope != nullptr; scope = scope->parent_) {
    for (const Binding& binding : scope->bindings_) nearest.offer(binding.name);
  }
}

}  // namespace berm::check
