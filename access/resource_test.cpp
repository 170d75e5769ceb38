#include <gtest/gtest.h>

#include "access/evaluate.h"
#include "access/pattern.h"

namespace berm::access {
namespace {

constexpr std::string_view kQueue = "arn:aws:sqs:us-east-1:111122223333:jobs";
constexpr DocumentKind kAllKinds[] = {DocumentKind::Scp,      DocumentKind::Rcp,     DocumentKind::PermissionBoundary,
                                      DocumentKind::Identity, DocumentKind::Session, DocumentKind::Resource,
                                      DocumentKind::Trust,    DocumentKind::Endpoint};

bool matches(std::string_view pattern, std::string_view arn, DocumentKind kind = DocumentKind::Identity,
             const Request& request = {}) {
  return matches_resource(pattern, arn, request, kind, "2012-10-17");
}

// A Deny on everything but `pattern`, asked about the queue.
bool not_resource_matches(const std::string& pattern, DocumentKind kind) {
  Statement statement;
  statement.principals = {{"*", {"*"}}};
  statement.actions = {"*"};
  statement.not_resource = true;
  statement.resources = {pattern};
  Request request;
  request.action = "sqs:SendMessage";
  request.resource = kQueue;
  return matches_statement(statement, request, kind, "2012-10-17");
}

TEST(ArnLike, GoesSegmentBySegment) {
  EXPECT_TRUE(arn_like("arn:aws:iam::*:role/*", "arn:aws:iam::111122223333:role/a/b"));
  EXPECT_TRUE(arn_like("arn:*:*:*:*:*", kQueue));
  EXPECT_TRUE(arn_like("arn:aws:s?s:us-*:1*3:j?bs", kQueue));
  EXPECT_TRUE(arn_like("arn:aws:logs:*:*:log-group:*", "arn:aws:logs:eu-west-1:1:log-group:a:log-stream:b"));
  EXPECT_TRUE(arn_like("arn:aws:s3:::*", "arn:aws:s3:::a:b"));
  EXPECT_FALSE(arn_like("arn:aws:*:jobs", kQueue));
  EXPECT_FALSE(arn_like("arn:aws:sqs:*:jobs", kQueue));
  EXPECT_FALSE(arn_like("arn:aws:*:*:111122223333:jobs:more", kQueue));
  EXPECT_FALSE(arn_like("arn:aws:sqs:us-east-1:111122223333:JOBS", kQueue));
  EXPECT_FALSE(arn_like("*", kQueue));
  EXPECT_FALSE(arn_like("arn:aws:iam::*:role/x", "arn:aws:iam::1:role/y/x"));
  EXPECT_FALSE(arn_like("arn:aws:s3:::b", "b"));
}

TEST(Glob, BacktracksToTheLastStarOnly) {
  EXPECT_TRUE(access::matches(make_pattern("a*b*c", Wildcards::On), "a-b-b-c"));
  EXPECT_FALSE(access::matches(make_pattern("a*b*c", Wildcards::On), "a-c-b"));
  EXPECT_TRUE(access::matches(make_pattern("**", Wildcards::On), ""));
  EXPECT_TRUE(access::matches(make_pattern("?", Wildcards::On), "\xC3\xA9"));
  EXPECT_FALSE(access::matches(make_pattern("?", Wildcards::On), ""));
  EXPECT_FALSE(access::matches(make_pattern("*", Wildcards::Off), "a"));
  std::string stars, text(20000, 'a');
  for (int i = 0; i < 2000; ++i) stars += "*a";
  EXPECT_FALSE(access::matches(make_pattern(stars + "b", Wildcards::On), text));
}

TEST(Resource, ActionsWithoutResourceMatchOnlyTheBareStar) {
  EXPECT_TRUE(matches("*", "*"));
  EXPECT_FALSE(matches("arn:aws:s3:::*", "*"));
  EXPECT_FALSE(matches("arn:*:*:*:*:*", "*"));
  EXPECT_TRUE(not_resource_matches("arn:aws:s3:::b", DocumentKind::Scp));
}

TEST(Resource, ShortArnsAreARuleOfTheKind) {
  struct Case {
    std::string_view pattern;
    std::string_view kinds_that_match;  // one letter a kind, in the order of kAllKinds
  };
  constexpr Case kCases[] = {
      {"arn:aws:sqs", "..yyy..."},
      {"arn:aws:sqs:us-east-1:111122223333", "..yyy..."},
      {"arn:aws:sqs:*", "y.yyyyyy"},
      {"arn:aws:sqs:us-east-1:*", "y.yyyyyy"},
      {"arn:aws:sqs:*:111122223333", "..yyyyyy"},
      {"arn:aws:sqs:us-east-1:111122223333:*", "yyyyyyyy"},
      {"arn:aws:sqs:us-west-2", "........"},
      {"arn:aws:sqs:us-west-2:*", "........"},
  };
  for (const Case& one : kCases) {
    std::string seen;
    for (DocumentKind kind : kAllKinds) seen += matches(one.pattern, kQueue, kind) ? 'y' : '.';
    EXPECT_EQ(seen, one.kinds_that_match) << one.pattern;
  }
}

TEST(Resource, NotResourceIsTheComplementExceptWhereTheDocumentIsInvalid) {
  EXPECT_FALSE(not_resource_matches("arn:aws:sqs:*", DocumentKind::Scp));
  EXPECT_TRUE(not_resource_matches("arn:aws:sns:*", DocumentKind::Scp));
  EXPECT_FALSE(not_resource_matches("arn:aws:sns", DocumentKind::Scp));
  EXPECT_FALSE(not_resource_matches("arn:aws:sns:*", DocumentKind::Rcp));
  EXPECT_TRUE(not_resource_matches("arn:aws:sqs:us-west-2", DocumentKind::Identity));
  EXPECT_TRUE(not_resource_matches("arn:aws:sqs:us-east-1", DocumentKind::Resource));
  EXPECT_FALSE(not_resource_matches("*", DocumentKind::Scp));
}

TEST(Resource, AbsentElementFitsTrustAndResourcePolicies) {
  Statement statement;
  statement.principals = {{"*", {"*"}}};
  statement.actions = {"*"};
  std::string seen;
  for (DocumentKind kind : kAllKinds) seen += matches_statement(statement, {"a:B"}, kind, "2012-10-17") ? 'y' : '.';
  EXPECT_EQ(seen, ".....yy.");
}

TEST(Variables, AreReplacedInResources) {
  Request request;
  request.context = {{"aws:username", {"bob"}}, {"aws:principaltag/team", {"re*"}}, {"aws:tagkeys", {"a", "b"}}};
  auto hits = [&](std::string_view pattern, std::string_view path) {
    return matches("arn:aws:s3:::b/" + std::string(pattern), "arn:aws:s3:::b/" + std::string(path),
                   DocumentKind::Identity, request);
  };
  EXPECT_TRUE(hits("${aws:username}/*", "bob/x"));
  EXPECT_TRUE(hits("${AWS:UserName}", "bob"));
  EXPECT_FALSE(hits("${aws:username}", "alice"));
  EXPECT_FALSE(hits("${aws:userid}", "bob"));
  EXPECT_FALSE(hits("${aws:userid}", "${aws:userid}"));
  EXPECT_TRUE(hits("${aws:userid, 'x'}", "x"));
  EXPECT_TRUE(hits("${aws:userid, 'a}b'}", "a}b"));
  EXPECT_TRUE(hits("${aws:username, 'x'}", "bob"));
  EXPECT_FALSE(hits("${aws:userid, x}", "x"));
  // What is put in is literal.
  EXPECT_TRUE(hits("${aws:PrincipalTag/team}", "re*"));
  EXPECT_FALSE(hits("${aws:PrincipalTag/team}", "red"));
  // A list has no one value.
  EXPECT_FALSE(hits("${aws:TagKeys}", "a"));
  EXPECT_FALSE(hits("${aws:TagKeys, 'a'}", "a"));
}

TEST(Variables, EscapesStandForTheCharacter) {
  EXPECT_TRUE(matches("arn:aws:s3:::b/${*}${?}${$}", "arn:aws:s3:::b/*?$"));
  EXPECT_FALSE(matches("arn:aws:s3:::b/${*}", "arn:aws:s3:::b/x"));
  EXPECT_TRUE(matches("arn:aws:s3:::b/${unclosed", "arn:aws:s3:::b/${unclosed"));
}

TEST(Variables, WithoutAValueNotResourceStillHolds) {
  EXPECT_TRUE(not_resource_matches("arn:aws:sqs:*:*:${aws:username}", DocumentKind::Identity));
}

}  // namespace
}  // namespace berm::access
