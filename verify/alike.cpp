#include "verify/alike.h"

#include "compiler/documents/covered_actions.h"

namespace berm::verify {
namespace {

void tell(std::string& out, std::string_view word) {
  out += word;
  out += '\n';
}

void tell(std::string& out, const std::vector<std::string_view>& words) {
  for (const std::string_view word : words) tell(out, word);
  out += '\n';
}

std::string told(const catalog::Action& action, const std::string& full_name) {
  std::string out;
  tell(out, action.service);
  tell(out, documents::is_by_token(full_name) ? "by token" : "");  // universes go by that
  tell(out, action.condition_keys);
  for (const catalog::ActionResource& leg : action.resources) {
    tell(out, leg.type.name);
    tell(out, leg.type.arn);
    tell(out, leg.type.other_arns);
    tell(out, leg.condition_keys);
  }
  return out;
}

}  // namespace

size_t Alike::kind_of(const catalog::Action& action, const std::string& full_name) {
  const auto [place, added] = of_action_.try_emplace(full_name, 0);
  if (added) place->second = kinds_.try_emplace(told(action, full_name), kinds_.size()).first->second;
  return place->second;
}

}  // namespace berm::verify
