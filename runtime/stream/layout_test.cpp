// The way through a plan, and what it refuses.
#include "runtime/stream/layout.h"

#include <gtest/gtest.h>

#include "runtime/plan/plan.h"
#include "runtime/stream/sift.h"

namespace berm::stream {
namespace {

// Asks for data sources of one type.
class AsksForAmis : public Sieves {
 public:
  const eval::TypePlan* type(std::string_view type_of) const override {
    return type_of == types_[0].name ? types_.data() : nullptr;
  }
  std::span<const eval::TypePlan> types() const override { return types_; }
  eval::Wanted wanted(const eval::TypePlan&, const facts::ResourceChange&, eval::Place) const override { return {}; }
  std::unique_ptr<Sieve> make() const override { return nullptr; }

 private:
  std::vector<eval::TypePlan> types_ = {{.name = "data.aws_ami"}};
};
const AsksForAmis kSieves;

class FeedOfText : public Feed {
 public:
  FeedOfText(const std::string& text, size_t window_bytes) : text_(text), window_bytes_(window_bytes) {}
  Window next() override {
    Window window(window_bytes_, window_bytes_ / 2);
    window.offset = offset_;
    std::string part = text_.substr(offset_, window_bytes_);
    window.append(part.data(), part.size());
    offset_ += part.size();
    return window;
  }
  void take(Batch batch) override {
    largest = batch.window.capacity();
    for (const Batch::Element& each : batch.elements) {
      std::string element(batch.window.begin() + each.begin, each.size);
      EXPECT_EQ(element, text_.substr(batch.window.offset + each.begin, each.size));
      (batch.list == 0 ? changes : drift).push_back(element);
    }
  }
  bool covers(uint64_t address) override { return address == block_hash("aws_vpc.covered"); }
  void give_back(Window) override {}

  std::vector<std::string> changes, drift;
  size_t largest = 0;  // capacity of the last window with elements

 private:
  const std::string& text_;
  size_t window_bytes_, offset_ = 0;
};

struct Walked {
  bool good = false;
  Layout layout;
  std::vector<std::string> changes, drift;
};

Walked walk(const std::string& text, size_t window_bytes, bool related = false) {
  FeedOfText feed(text, window_bytes);
  Walked out;
  auto layout = lay_out(feed, text.size(), kSieves, related);
  out.changes = feed.changes;
  out.drift = feed.drift;
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

// `configuration` and `prior_state`, with a module in a module.
const std::string kPlaces = R"({"format_version":"1.2","resource_changes":[],
 "configuration":{"provider_config":{"aws":{}},"root_module":{
   "outputs":{"o":1},"resources":[
     {"address":"aws_vpc.main","mode":"managed","type":"aws_vpc","name":"main","provider_config_key":"aws","x":{}}],
   "module_calls":{"a":{"source":"./a","expressions":{"e":1},"module":{"variables":{"v":{}},
     "module_calls":{"b":{"module":{"resources":[
       {"mode":"data","address":"data.aws_ami.this","type":"aws_ami","name":"this","provider_config_key":"aws.west"}
     ]}}}}}}}},
 "prior_state":{"values":{"root_module":{
   "child_modules":[{"address":"module.a[\"k\"]","resources":[
     {"address":"module.a[\"k\"].aws_vpc.x[0]","mode":"managed","type":"aws_vpc","name":"x","values":{}}],
     "child_modules":[{"address":"module.a[\"k\"].module.b","resources":[
       {"address":"module.a[\"k\"].module.b.data.aws_ami.x","mode":"data","type":"aws_ami","name":"x"}]}]}],
   "resources":[{"address":"aws_vpc.covered","mode":"managed","type":"aws_vpc","name":"covered"},
     {"address":"data.aws_iam_policy.y","mode":"data","type":"aws_iam_policy","name":"y"}]}}}})";

TEST(Places, OfTheConfiguration) {
  for (size_t window : kWindows) {
    Walked walked = walk(kPlaces, window);
    ASSERT_TRUE(walked.good) << window;
    const ConfigPlaces& places = walked.layout.configuration;
    auto text = [](const Range& range) { return kPlaces.substr(range.begin, range.end - range.begin); };
    ASSERT_EQ(places.modules.size(), 3u);
    EXPECT_EQ(text(places.provider_config), R"({"aws":{}})");
    EXPECT_EQ(text(places.modules[0].outputs), R"({"o":1})");
    EXPECT_TRUE(places.modules[0].variables.empty());
    EXPECT_EQ(places.modules[2].address, "module.a.module.b");
    EXPECT_EQ(places.modules[2].parent, 1u);
    EXPECT_EQ(text(places.modules[1].variables), R"({"v":{}})");
    ASSERT_EQ(places.modules[1].call.size(), 2u);
    EXPECT_EQ(places.modules[1].call[1].first, "expressions");
    EXPECT_EQ(text(places.modules[1].call[1].second), R"({"e":1})");
    ASSERT_EQ(places.blocks.size(), 2u);
    EXPECT_EQ(places.blocks[0].hash, block_hash("aws_vpc.main"));
    EXPECT_EQ(places.blocks[1].hash, block_hash("module.a.module.b.data.aws_ami.this"));
    EXPECT_EQ(places.blocks[1].type, type_hash("data.aws_ami"));
    EXPECT_EQ(places.providers[places.blocks[1].provider], "aws.west");
    EXPECT_EQ(kPlaces.substr(places.blocks[0].offset, 26), R"({"address":"aws_vpc.main",)");
    EXPECT_EQ(kPlaces[places.blocks[0].offset + places.blocks[0].size - 1], '}');
  }
}

TEST(Places, OfTheState) {
  for (size_t window : kWindows) {
    Walked walked = walk(kPlaces, window);
    ASSERT_TRUE(walked.good) << window;
    ASSERT_EQ(walked.layout.state.resources.size(), 1u);
    EXPECT_TRUE(walked.layout.state.resources[0].asked);
    // Modules before those within them.
    StatePlaces places = walk(kPlaces, window, true).layout.state;
    ASSERT_EQ(places.resources.size(), 3u);
    EXPECT_EQ(places.resources[0].address, block_hash("data.aws_iam_policy.y"));
    EXPECT_FALSE(places.resources[0].asked);
    EXPECT_EQ(places.resources[1].block, block_hash("module.a.aws_vpc.x"));
    EXPECT_EQ(places.resources[1].instance, block_hash(R"(module.a["k"])"));
    EXPECT_EQ(places.resources[1].call, module_hash("module.a"));
    EXPECT_EQ(places.resources[2].type, type_hash("data.aws_ami"));
    const Range& address = places.modules[places.resources[2].module].address;
    EXPECT_EQ(kPlaces.substr(address.begin, address.end - address.begin), R"("module.a[\"k\"].module.b")");
  }
}

TEST(Places, WhatIsBrokenOrThereTwiceIsRefused) {
  auto with = [](std::string_view configuration) {
    return R"({"format_version":"1.2","resource_changes":[],"configuration":)" + std::string(configuration) + "}";
  };
  EXPECT_TRUE(walk(with("{}"), 64).good);
  for (std::string_view text : {"null", "[]", R"({"root_module":1})", R"({"root_module":{"resources":{}}})",
                                R"({"root_module":{},"root_module":{}})", R"({"root_module":{"resources":[1]}})",
                                R"({"root_module":{"module_calls":{"a":{},"a":{}}}})",
                                R"({"root_module":{"module_calls":{"a":{"module":[]}}}})"})
    EXPECT_FALSE(walk(with(text), 64).good) << text;
  std::string deep = "{\"root_module\":";
  for (int i = 0; i < 400; ++i) deep += R"({"module_calls":{"m":{"module":)";
  EXPECT_FALSE(walk(with(deep), 64).good);
}

TEST(Layout, MemoryOfALargeElementIsGivenBack) {
  std::string large = "{\"a\":\"" + std::string(1'000'000, 'x') + "\"}";
  std::string small = "{\"a\":1}";
  std::string text = R"({"format_version":"1.2","resource_changes":[)" + large;
  for (int i = 0; i < 30'000; ++i) text += "," + small;
  text += "]}";
  FeedOfText feed(text, 1024);
  EXPECT_TRUE(lay_out(feed, text.size(), kSieves, false));
  EXPECT_LE(feed.largest, 4096u);
}

}  // namespace
}  // namespace berm::stream
