// What is remembered of resources.
#include "runtime/stream/sift.h"

#include <gtest/gtest.h>

#include <random>
#include <unordered_set>

namespace berm::stream {
namespace {

TEST(HashSet, HoldsWhatWasPutIn) {
  HashSet set;
  std::unordered_set<uint64_t> expected;
  EXPECT_TRUE(set.empty());
  EXPECT_FALSE(set.contains(0));
  std::mt19937_64 random(1);
  for (int i = 0; i < 20'000; ++i) {
    // Few bits, so that many meet in one slot; zero stands for an empty one.
    uint64_t hash = i % 2 ? random() : (random() % 64) << 32;
    if (hash == 1) continue;
    EXPECT_EQ(set.insert(hash), expected.insert(hash).second);
  }
  EXPECT_EQ(set.size(), expected.size());
  for (uint64_t hash : expected) EXPECT_TRUE(set.contains(hash));
  for (int i = 0; i < 1'000; ++i) {
    uint64_t other = random() | 1;
    EXPECT_EQ(set.contains(other), expected.contains(other));
  }
  HashSet both;
  both.insert(7);
  both.insert(set);
  EXPECT_EQ(both.size(), expected.size() + (expected.contains(7) ? 0 : 1));
  EXPECT_TRUE(both.contains(0));
}

TEST(Hashes, OfEqualNamesAreEqual) {
  EXPECT_EQ(block_hash("module.net.aws_vpc.this"), block_hash(std::string("module.net.aws_vpc.") + "this"));
  EXPECT_NE(block_hash("aws_vpc.a"), block_hash("aws_vpc.b"));
  EXPECT_EQ(type_hash("aws_vpc"), static_cast<uint32_t>(block_hash("aws_vpc")));
}

TEST(Sifted, GoesThroughTheIndexInTheOrderOfThePlan) {
  Sifted sifted;
  for (uint64_t offset : {1, 4, 5, 9}) sifted.seen[0].index.push_back({.offset = offset});
  for (uint64_t offset : {2, 3, 7, 10, 11}) sifted.seen[1].index.push_back({.offset = offset});
  std::vector<uint64_t> seen;
  sifted.each_indexed([&](const Indexed& each) { seen.push_back(each.offset); });
  EXPECT_EQ(seen, (std::vector<uint64_t>{1, 2, 3, 4, 5, 7, 9, 10, 11}));
  sifted.seen[0].covered.insert(1);
  sifted.seen[1].covered.insert(2);
  EXPECT_TRUE(sifted.covers(1) && sifted.covers(2) && !sifted.covers(3));
}

facts::ResourceChange change(std::string_view address, std::string_view module, std::string_view mode,
                             std::string_view type, std::string_view name) {
  facts::ResourceChange out;
  out.address = address;
  out.module_address = module;
  out.mode = mode;
  out.type = type;
  out.name = name;
  return out;
}

TEST(Names, AgreeWithTheAddress) {
  EXPECT_TRUE(names_agree(change("aws_vpc.a", "", "managed", "aws_vpc", "a")));
  EXPECT_TRUE(names_agree(change("aws_vpc.a[\"x.y\"]", "", "managed", "aws_vpc", "a")));
  EXPECT_TRUE(names_agree(change("module.m[0].data.aws_ami.a", "module.m[0]", "data", "aws_ami", "a")));
  EXPECT_TRUE(names_agree(change("", "", "managed", "aws_vpc", "a")));
  EXPECT_FALSE(names_agree(change("aws_vpc.ab", "", "managed", "aws_vpc", "a")));
  EXPECT_FALSE(names_agree(change("aws_vpc.a", "module.m", "managed", "aws_vpc", "a")));
  EXPECT_FALSE(names_agree(change("module.m.aws_vpc.a", "", "managed", "aws_vpc", "a")));
  EXPECT_FALSE(names_agree(change("aws_ami.a", "", "data", "aws_ami", "a")));
  EXPECT_FALSE(names_agree(change("aws_subnet.a", "", "managed", "aws_vpc", "a")));
}

}  // namespace
}  // namespace berm::stream
