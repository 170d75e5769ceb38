// The way through a plan, and what it refuses.
#include "runtime/stream/layout.h"

#include <gtest/gtest.h>

#include "runtime/plan/plan.h"

namespace berm::stream {
namespace {

struct Walked {
  bool good = false;
  Layout layout;
  std::vector<std::string> changes, drift;
};

Walked walk(const std::string& text, size_t window_bytes) {
  auto source = source_of(text);
  Walked out;
  auto layout = lay_out(*source, window_bytes, [&](Batch batch) {
    for (const Batch::Element& each : batch.elements) {
      std::string element(batch.window.begin() + each.begin, each.size);
      EXPECT_EQ(element, text.substr(batch.window.offset + each.begin, each.size));
      (batch.list == 0 ? out.changes : out.drift).push_back(element);
    }
    return std::move(batch.window);
  });
  out.good = layout.has_value();
  if (layout) out.layout = *layout;
  return out;
}

constexpr size_t kWindows[] = {1, 7, 64, 100, 4096};

// A plan of these root members, each element of its list an object.
const std::string kPlan = R"({"format_version":"1.2","x":[1,{"a":"}]\\\"{"}], "resource_changes" : [{"a":1},
  {"b":"é\u00e9 ] } \\"} ,{"c":[[],{}]}],"resource_drift":[],"n":-1.5e3,"t":true,"configuration":{}}
)";

TEST(Layout, FindsMembersAndElementsWhateverTheWindow) {
  for (size_t window : kWindows) {
    Walked walked = walk(kPlan, window);
    ASSERT_TRUE(walked.good) << window;
    ASSERT_EQ(walked.layout.members.size(), 7u);
    EXPECT_EQ(walked.changes,
              (std::vector<std::string>{R"({"a":1})", R"({"b":"é\u00e9 ] } \\"})", R"({"c":[[],{}]})"}));
    EXPECT_TRUE(walked.drift.empty());
    const RootMember& number = *walked.layout.find("n");
    EXPECT_EQ(kPlan.substr(number.begin, number.end - number.begin), "-1.5e3");
    const RootMember& list = *walked.layout.find("x");
    EXPECT_EQ(kPlan.substr(list.begin, list.end - list.begin), R"([1,{"a":"}]\\\"{"}])");
  }
}

TEST(Layout, APlanCutAtAnyByteIsRefused) {
  std::string plan = kPlan.substr(0, kPlan.size() - 1);
  for (size_t length = 0; length < plan.size(); ++length) {
    for (size_t window : {size_t{1}, size_t{32}, size_t{4096}}) EXPECT_FALSE(walk(plan.substr(0, length), window).good);
  }
}

// What runtime/plan refuses, it refuses too wherever rules would be misled.
TEST(Layout, RefusesWhatIsBroken) {
  const std::string open = R"({"format_version":"1.2","resource_changes":[],)";
  for (const std::string& text :
       std::vector<std::string>{"",
                                " ",
                                "[]",
                                "7",
                                "{}",
                                "\xEF\xBB\xBF" + kPlan,
                                kPlan + "x",
                                kPlan + "{}",
                                kPlan + std::string(1, '\0'),
                                open + R"("resource_changes":[]})",
                                open + R"("x":1,"x":2})",
                                open + R"("\u0078":1})",
                                open + R"("x":tru})",
                                open + R"("x":01})",
                                open + R"("x":})",
                                open + R"("x"1})",
                                open + R"("x":1,})",
                                open + R"(x:1})",
                                open + "\"x\":\"a\nb\"}",
                                open + "\"x\":[\"a\nb\"]}",
                                open + R"("x":{"a":1]})",
                                open + R"("x":"\ud800"})",
                                open + "\"x\":\"\xC3\x28\"}",
                                open + "\"x\":[\"\xC3\x28\"]}",
                                open + "\"x\":[\"\xED\xA0\x80\"]}",
                                open + R"("resource_drift":[{},]})",
                                open + R"("resource_drift":[{}{}]})",
                                open + R"("resource_drift":[,{}]})",
                                open + R"("resource_drift":[1]})",
                                open + R"("resource_drift":{}})",
                                open + R"("resource_drift":null})",
                                open + R"("resource_drift":[{]]})",
                                R"({"format_version":"1.2","values":{}})",
                                R"({"resource_changes":[]})",
                                open + "\"x\":" + std::string(500, '[') + std::string(500, ']') + "}",
                                R"({"format_version":"1","resource_changes":[{"a":)" + std::string(498, '[') +
                                    std::string(498, ']') + "}]}"}) {
    Diagnostics diagnostics;
    EXPECT_FALSE(plan::read_plan_text(text, "p", diagnostics)) << text;
    for (size_t window : kWindows) EXPECT_FALSE(walk(text, window).good) << window << text.substr(0, 200);
  }
}

TEST(Layout, NestingUpToTheLimitIsTaken) {
  EXPECT_TRUE(
      walk(R"({"format_version":"1","resource_changes":[],"x":)" + std::string(499, '[') + std::string(499, ']') + "}",
           64)
          .good);
  EXPECT_TRUE(
      walk(R"({"format_version":"1","resource_changes":[{"a":)" + std::string(497, '[') + std::string(497, ']') + "}]}",
           64)
          .good);
}

TEST(Layout, MemoryOfALargeElementIsGivenBack) {
  std::string large = "{\"a\":\"" + std::string(1'000'000, 'x') + "\"}";
  std::string small = "{\"a\":1}";
  std::string text = R"({"format_version":"1.2","resource_changes":[)" + large;
  for (int i = 0; i < 30'000; ++i) text += "," + small;
  text += "]}";
  auto source = source_of(text);
  size_t last = 0;
  auto layout = lay_out(*source, 1024, [&](Batch batch) {
    last = batch.window.capacity;
    return std::move(batch.window);
  });
  EXPECT_TRUE(layout);
  EXPECT_LE(last, 4096u);
}

}  // namespace
}  // namespace berm::stream
