// The standard library's sources, embedded when Berm is built.
#pragma once

#include <string_view>
#include <vector>

namespace berm::stdlib {

struct File {
  std::string_view package;  // "std.aws.logging"
  std::string_view path;     // "stdlib/aws/logging.berm", as messages name it
  std::string_view text;
};

// Sorted by package. Tests (`*_test.berm`) are among them, under the package they test.
const std::vector<File>& files();

}  // namespace berm::stdlib
