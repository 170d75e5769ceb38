// Published cases, and the list of those we answer otherwise, each with its reason.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "access/request.h"

namespace berm::conformance {

using Json = nlohmann::json;

// The cases of one file under iam-eval/, one JSON value a line; none where the fixtures are not there.
std::optional<std::vector<Json>> read_cases(const std::string& file);

// A string, or a list of them.
std::vector<std::string> texts(const Json& value);
// A request with these condition keys.
access::Request request_with(const Json& context);

// Counts agreement, and compares what differs with the list. One for each file of cases.
class Tally {
 public:
  // `list`: a file beside this one, lines of `id<TAB>reason`; `#` begins a comment.
  explicit Tally(const std::string& list);

  void agrees(const std::string& id);
  void differs(const std::string& id, const std::string& what);
  // Prints the counts; fails on unlisted differences, on listed cases that agree and on listed ones that are gone.
  void finish(const std::string& title);

 private:
  std::map<std::string, std::string> listed_;
  std::map<std::string, std::string> differing_;
  size_t agreeing_ = 0;
};

}  // namespace berm::conformance
