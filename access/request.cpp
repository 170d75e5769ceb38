#include "access/request.h"

namespace berm::access {

const std::vector<std::string>* Request::find(std::string_view lower_case_key) const {
  auto found = context.find(lower_case_key);
  return found == context.end() ? nullptr : &found->second;
}

std::string_view Request::first(std::string_view lower_case_key) const {
  const std::vector<std::string>* values = find(lower_case_key);
  return values == nullptr || values->empty() ? std::string_view() : std::string_view(values->front());
}

bool Request::is_multivalued(std::string_view lower_case_key) const {
  if (multivalued.find(lower_case_key) != multivalued.end()) return true;
  const std::vector<std::string>* values = find(lower_case_key);
  return values != nullptr && values->size() != 1;
}

}  // namespace berm::access
