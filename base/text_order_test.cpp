#include "base/text_order.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace berm {
namespace {

TEST(TextOrder, IsThatOfStringView) {
  std::vector<std::string> texts{""};
  for (const char* letters : {"a", "b", "\xC3", "\x7F"}) {
    for (size_t size = 1; size <= 18; ++size) {
      texts.push_back(std::string(size, 'a') + letters);
      texts.push_back(letters + std::string(size, 'a'));
      texts.push_back(std::string(size, 'a') + letters + "tail of some length");
      texts.push_back(std::string(size, 'a') + std::string(1, '\0') + letters);
      texts.push_back(std::string(size, '\0'));
    }
  }
  for (const std::string& a : texts) {
    for (const std::string& b : texts) {
      EXPECT_EQ(is_before(a, b), std::string_view(a) < std::string_view(b)) << a << " / " << b;
      EXPECT_TRUE(prefix_of(a) >= prefix_of(b) || std::string_view(a) < std::string_view(b)) << a << " / " << b;
    }
  }
}

}  // namespace
}  // namespace berm
