// How names of the catalogue compare: without regard to case, and with placeholders.
#pragma once

#include <string_view>

namespace berm::catalog {

// Orders ASCII texts without regard to case.
int compare_ignore_case(std::string_view a, std::string_view b);

// "aws:ResourceTag/${TagKey}" fits "aws:resourcetag/team": the placeholder stands for one byte or more. A name
// without a placeholder fits itself. A name has at most one placeholder.
bool key_fits(std::string_view catalogue_name, std::string_view key);

struct Placeholder {
  std::string_view before, after;
  bool found = false;
};

// Splits a name at its first placeholder, "${…}".
Placeholder split_placeholder(std::string_view name);

}  // namespace berm::catalog
