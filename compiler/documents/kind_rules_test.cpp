// What AWS would refuse, kind by kind: each broken by hand, since Berm writes none of it.
#include "compiler/documents/kind_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace berm::documents {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string broken(Kind kind, const std::string& statement) {
  Spec spec;
  spec.kind = kind;
  spec.bucket = "acme-data";
  const std::string json = R"({"Version":"2012-10-17","Statement":[{)" + statement + "}]}";
  return broken_rule(json, spec, catalog::Catalog::builtin());
}

TEST(KindRules, OfScps) {
  EXPECT_THAT(broken(Kind::Scp, R"("Effect":"Deny","Action":"s3:*","Resource":"*")"), IsEmpty());
  EXPECT_THAT(broken(Kind::Scp, R"("Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*")"),
              HasSubstr("no Principal"));
  EXPECT_THAT(broken(Kind::Scp, R"("Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3")"), HasSubstr("six parts"));
  EXPECT_THAT(broken(Kind::Scp, R"("Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::Ω")"),
              HasSubstr("characters"));
}

TEST(KindRules, OfRcps) {
  EXPECT_THAT(broken(Kind::Rcp, R"("Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*")"), IsEmpty());
  EXPECT_THAT(broken(Kind::Rcp, R"("Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*")"),
              HasSubstr("only deny"));
  EXPECT_THAT(broken(Kind::Rcp, R"("Effect":"Deny","Principal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"*")"),
              HasSubstr("Principal is `*`"));
  EXPECT_THAT(broken(Kind::Rcp, R"("Effect":"Deny","Principal":"*","NotAction":"s3:*","Resource":"*")"),
              HasSubstr("NotAction"));
  EXPECT_THAT(broken(Kind::Rcp, R"("Effect":"Deny","Principal":"*","Action":"*","Resource":"*")"),
              HasSubstr("do not cover `*`"));
  EXPECT_THAT(broken(Kind::Rcp, R"("Effect":"Deny","Principal":"*","Action":"ec2:*","Resource":"*")"),
              HasSubstr("do not cover `ec2:*`"));
}

TEST(KindRules, OfWhatStandsAtAResource) {
  const std::string way = R"("Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole")";
  EXPECT_THAT(broken(Kind::TrustPolicy, way), IsEmpty());
  EXPECT_THAT(broken(Kind::TrustPolicy, way + R"(,"Resource":"*")"), HasSubstr("no resources"));
  const std::string all = R"("Effect":"Deny","Principal":"*","Action":"s3:*","Resource":)";
  EXPECT_THAT(broken(Kind::BucketPolicy, all + R"(["arn:aws:s3:::acme-data","arn:aws:s3:::acme-data/*"])"), IsEmpty());
  EXPECT_THAT(broken(Kind::BucketPolicy, all + R"("arn:aws:s3:::acme-data-2/*")"), HasSubstr("not of the bucket"));
  EXPECT_THAT(broken(Kind::BucketPolicy, R"("Effect":"Deny","Action":"s3:*","Resource":"*")"), HasSubstr("principals"));
}

TEST(KindRules, VariablesNeedTheNewVersion) {
  const std::string json =
      R"({"Version":"2008-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:userid}"}})";
  EXPECT_THAT(broken_rule(json, Spec{}, catalog::Catalog::builtin()), HasSubstr("version"));
}

TEST(KindRules, AFaultStopsTheBuild) {
  Written written;
  written.json = R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}})";
  Diagnostics diagnostics;
  EXPECT_FALSE(check_kind_rules(written, catalog::Catalog::builtin(), diagnostics));  // whose size is not 0
  ASSERT_EQ(diagnostics.items().size(), 1u);
  EXPECT_EQ(id(diagnostics.items()[0].kind), "document-breaks-kind");
  written.size = written.json.size();
  EXPECT_TRUE(check_kind_rules(written, catalog::Catalog::builtin(), diagnostics));
}

}  // namespace
}  // namespace berm::documents
