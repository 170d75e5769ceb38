#include <gtest/gtest.h>

#include "access/evaluate.h"

namespace berm::access {
namespace {

bool covers(std::string_view outer, std::string_view inner) {
  return access::covers(parse_cidr(outer).value(), parse_cidr(inner).value());
}
bool overlaps(std::string_view a, std::string_view b) {
  return access::overlaps(parse_cidr(a).value(), parse_cidr(b).value());
}

TEST(Cidr, ReadsAddressesAndRanges) {
  EXPECT_EQ(parse_cidr("10.0.0.1")->prefix, 32);
  EXPECT_EQ(parse_cidr("10.0.0.0/8")->prefix, 8);
  EXPECT_EQ(parse_cidr("::1")->prefix, 128);
  EXPECT_TRUE(parse_cidr("2001:db8::/32")->v6);
  EXPECT_FALSE(parse_cidr("0.0.0.0/0")->v6);
}

TEST(Cidr, RefusesWhatIsNoAddress) {
  for (std::string_view text :
       {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/8x", "10.0.0.0/-1", "10.0.0", "256.1.1.1",
        "::/129", "123456789012", "10.0.0.0/8/8", "fe80::1%eth0", " 10.0.0.1"}) {
    EXPECT_FALSE(parse_cidr(text)) << text;
  }
  EXPECT_FALSE(parse_cidr(std::string_view("10.0.0.1\0", 9)));
}

TEST(Cidr, Covers) {
  EXPECT_TRUE(covers("0.0.0.0/0", "1.2.3.4"));
  EXPECT_TRUE(covers("192.168.0.0/8", "192.1.2.3"));  // host bits are ignored
  EXPECT_TRUE(covers("10.128.0.0/9", "10.255.0.0/16"));
  EXPECT_FALSE(covers("10.128.0.0/9", "10.127.255.255"));
  EXPECT_FALSE(covers("10.0.0.0/16", "10.0.0.0/8"));
  EXPECT_TRUE(covers("2001:db8::/32", "2001:db8:ffff::1"));
  EXPECT_FALSE(covers("2001:db8::/32", "2001:db9::1"));
  EXPECT_FALSE(covers("::/0", "1.2.3.4"));
  EXPECT_FALSE(covers("0.0.0.0/0", "::1"));
}

TEST(Cidr, OverlapsEitherWay) {
  EXPECT_TRUE(overlaps("10.0.0.0/16", "10.0.0.0/8"));
  EXPECT_TRUE(overlaps("10.0.0.0/8", "10.0.0.0/16"));
  EXPECT_FALSE(overlaps("10.0.0.0/16", "10.1.0.0/16"));
}

}  // namespace
}  // namespace berm::access
