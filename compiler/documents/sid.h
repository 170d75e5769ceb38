// Statement ids: letters and digits of the rule's name, unique in the document.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace berm::documents {

class SidMaker {
 public:
  // "acme.baseline.data_1[payments]" → "Data1Payments", then "Data1PaymentsB", "…C", …
  std::string make(std::string_view rule_name);

 private:
  std::set<std::string> used_;
};

}  // namespace berm::documents
