#include "compiler/documents/diff.h"

#include <gtest/gtest.h>

namespace berm::documents {
namespace {

access::Statement statement(const std::string& sid, std::vector<std::string> actions) {
  access::Statement made;
  made.sid = sid;
  made.actions = std::move(actions);
  made.resources = {"*"};
  return made;
}

Written written(const std::string& name, std::vector<access::Statement> statements) {
  Written one;
  one.spec.name = name;
  one.document.statements = std::move(statements);
  one.origins.resize(one.document.statements.size());
  one.json = access::write_policy_minified(one.document);
  return one;
}

std::string diff(const Written& now, const Written& before, bool color = false) {
  Result result;
  result.documents.push_back(now);
  return render_diff(result, {{before.spec.name, before.json}}, color);
}

TEST(Diff, TheSameSaysSo) {
  const Written org = written("org", {statement("A", {"s3:*"}), statement("B", {"ec2:*"})});
  EXPECT_EQ(diff(org, org), "org (aws.scp): no change\n");
  const Written turned = written("org", {statement("B", {"ec2:*"}), statement("A", {"s3:*"})});
  EXPECT_EQ(diff(org, turned), "org (aws.scp): no change\n");
}

TEST(Diff, AddedRemovedAndChanged) {
  Written now = written("org", {statement("A", {"s3:GetObject", "s3:PutObject"}), statement("New", {"ec2:*"})});
  now.origins = {{"a.first"}, {"a.second"}};
  const Written before = written("org", {statement("Old", {"kms:*"}), statement("A", {"s3:GetObject"})});
  EXPECT_EQ(diff(now, before),
            "org (aws.scp): 1 added, 1 removed, 1 changed\n"
            "  A (of a.first)\n"
            "+   Action: s3:PutObject\n"
            "+ New (of a.second)\n"
            "+   Effect: Deny\n"
            "+   Action: ec2:*\n"
            "+   Resource: *\n"
            "- Old\n"
            "-   Effect: Deny\n"
            "-   Action: kms:*\n"
            "-   Resource: *\n");
}

TEST(Diff, StatementsWithoutSidAreKnownByWhatTheyShare) {
  const Written before = written("org", {statement("", {"a:One", "a:Two", "a:Three"})});
  const Written now = written("org", {statement("", {"b:One"}), statement("", {"a:One", "a:Two", "a:Four"})});
  EXPECT_EQ(diff(now, before),
            "org (aws.scp): 1 added, 0 removed, 1 changed\n"
            "+ a statement without Sid\n"
            "+   Effect: Deny\n"
            "+   Action: b:One\n"
            "+   Resource: *\n"
            "  a statement without Sid\n"
            "-   Action: a:Three\n"
            "+   Action: a:Four\n");
}

TEST(Diff, NewGoneAndUnreadableDocuments) {
  Result result;
  result.documents.push_back(written("org", {statement("A", {"s3:*"})}));
  const Written old = written("old", {statement("B", {"ec2:*"})});
  EXPECT_EQ(render_diff(result, {{"old", old.json}}, false),
            "org (aws.scp): new\n"
            "+ A\n"
            "+   Effect: Deny\n"
            "+   Action: s3:*\n"
            "+   Resource: *\n"
            "\n"
            "old: no longer written, but its files stay\n"
            "- B\n"
            "-   Effect: Deny\n"
            "-   Action: ec2:*\n"
            "-   Resource: *\n");
  EXPECT_NE(render_diff(result, {{"org", "[]"}}, false).find("org (aws.scp): new; what stands there is no policy"),
            std::string::npos);
}

TEST(Diff, ColourOnRequest) {
  const Written before = written("org", {statement("A", {"s3:Get*"})});
  const Written now = written("org", {statement("A", {"s3:Put*"})});
  EXPECT_NE(diff(now, before, true).find("\x1b[32m+   Action: s3:Put*\x1b[0m\n"), std::string::npos);
  EXPECT_EQ(diff(now, before).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace berm::documents
