#include "reference/legs.h"

#include <gtest/gtest.h>

namespace berm::reference {
namespace {

access::Request call(std::string action, std::string resource, std::string type = "") {
  access::Request request;
  request.action = std::move(action);
  request.resource = std::move(resource);
  request.resource_type = std::move(type);
  return request;
}

// In runs of one action, mixed, and again: what is remembered of one is never said of another.
TEST(CarriesBy, AnswersEachCallForItself) {
  const Carries carries = carries_by(catalog::Catalog::builtin());
  const auto instance = call("ec2:RunInstances", "arn:aws:ec2:eu-west-1:111122223333:instance/i-1");
  const auto image = call("ec2:RunInstances", "arn:aws:ec2:eu-west-1::image/ami-1");
  const auto named_image = call("ec2:RunInstances", "*", "image");
  const auto object = call("s3:GetObject", "arn:aws:s3:::b/o");
  for (int pass = 0; pass < 2; ++pass) {
    EXPECT_EQ(carries(instance, "ec2:instancetype"), Leg::ThisOne);
    EXPECT_EQ(carries(image, "ec2:instancetype"), Leg::Another);
    EXPECT_EQ(carries(instance, "ec2:instancetype"), Leg::ThisOne);
    EXPECT_EQ(carries(named_image, "ec2:instancetype"), Leg::Another);
    EXPECT_EQ(carries(instance, "ec2:imagetype"), Leg::Another);
    EXPECT_EQ(carries(object, "ec2:instancetype"), Leg::None);
    EXPECT_EQ(carries(object, "aws:principalarn"), Leg::ThisOne);
    EXPECT_EQ(carries(call("made:Up", "*"), "ec2:instancetype"), Leg::ThisOne);
  }
}

}  // namespace
}  // namespace berm::reference
