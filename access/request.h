// One API call as IAM sees it: an action on one resource, with the request's condition keys.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace berm::access {

struct Request {
  std::string action;          // "s3:GetObject"
  std::string resource = "*";  // an ARN; "*" for actions without resource-level permissions
  std::string resource_type;   // the catalogue's name ("bucket", "instance"); empty: found from the ARN, if it can be
  // Condition key, lower case ("aws:principalarn", "aws:principaltag/team") → values. Absent is missing. A key
  // with several values, or the empty list, is multi-valued.
  std::map<std::string, std::vector<std::string>, std::less<>> context;

  // Keys that are lists by their nature (aws:TagKeys), even where they carry exactly one value.
  std::set<std::string, std::less<>> multivalued;

  const std::vector<std::string>* find(std::string_view lower_case_key) const;
  // The first value, as long as the request lives; empty where the key is missing.
  std::string_view first(std::string_view lower_case_key) const;
  // Listed in `multivalued`, or present with other than one value.
  bool is_multivalued(std::string_view lower_case_key) const;
};

}  // namespace berm::access
