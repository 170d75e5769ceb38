#include "access/arn.h"

namespace berm::access {

std::vector<std::string_view> arn_parts(std::string_view arn) {
  std::vector<std::string_view> parts;
  while (parts.size() < 5) {
    size_t colon = arn.find(':');
    if (colon == std::string_view::npos) break;
    parts.push_back(arn.substr(0, colon));
    arn.remove_prefix(colon + 1);
  }
  parts.push_back(arn);
  return parts;
}

std::string_view account_in(std::string_view arn) {
  auto parts = arn_parts(arn);
  return parts.size() == 6 ? parts[4] : std::string_view();
}

}  // namespace berm::access
