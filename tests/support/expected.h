// Golden cases of one step: tests/golden/<step>/*.berm, each against the `.expected` beside it. BERM_UPDATE=1 writes
// the expectations anew.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/process.h"

namespace berm::testing_support {

inline std::vector<std::filesystem::path> berm_cases(const std::string& step) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(BERM_SOURCE_DIR) / "tests/golden" / step)) {
    if (entry.path().extension() == ".berm") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

inline std::string case_name(const testing::TestParamInfo<std::filesystem::path>& info) {
  return info.param.stem().string();
}

inline void expect_as_written(std::filesystem::path source, const std::string& output) {
  source.replace_extension(".expected");
  if (std::getenv("BERM_UPDATE") != nullptr) write_text(source, output);
  EXPECT_EQ(read_text(source), output);
}

}  // namespace berm::testing_support
