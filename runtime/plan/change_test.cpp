// What one resource change says, read through the whole reader.
#include <gtest/gtest.h>

#include "runtime/plan/plan_test_support.h"

namespace berm::plan {
namespace {

using facts::Plan;
using facts::Value;
using facts::ValueKind;

struct After {
  Plan plan;
  const Value& operator*() const { return plan.changes.at(0).after; }
  const Value* operator->() const { return &plan.changes.at(0).after; }
};

After after(const std::string& body) { return {read_good(plan_with(update(body)))}; }

uint8_t actions(const std::string& list) {
  Plan plan = read_good(plan_with(R"({"address":"x.a","type":"x","change":{"actions":)" + list + "}}"));
  return plan.changes.at(0).actions;
}

TEST(Change, KnownNullAndUnknown) {
  After value = after(R"("after":{"k":"v","n":null},"after_unknown":{"u":true,"k":false})");
  EXPECT_EQ(value->find("k")->string(), "v");
  EXPECT_TRUE(value->find("n")->is_null());
  EXPECT_TRUE(value->find("u")->is_unknown());
  EXPECT_TRUE(value->find("absent")->is_null());
}

TEST(Change, UnknownElementsAreMarkedByIndex) {
  After value = after(R"("after":{"l":["a",null,null]},"after_unknown":{"l":[false,true,false]})");
  const Value& list = *value->find("l");
  EXPECT_EQ(list.list()[0].string(), "a");
  EXPECT_TRUE(list.list()[1].is_unknown());
  EXPECT_TRUE(list.list()[2].is_null());
}

TEST(Change, AnUnknownListIsASingleTrue) {
  After value = after(R"("after":{"z":1},"after_unknown":{"cidr_blocks":true})");
  EXPECT_TRUE(value->find("cidr_blocks")->is_unknown());
}

TEST(Change, UnknownInsideNestedBlocks) {
  After value =
      after(R"("after":{"ingress":[{"from_port":22}]},"after_unknown":{"ingress":[{"cidr_blocks":[true],"id":true}]})");
  const Value& rule = value->find("ingress")->list()[0];
  EXPECT_EQ(rule.find("from_port")->string(), "22");
  EXPECT_TRUE(rule.find("id")->is_unknown());
  EXPECT_TRUE(rule.find("cidr_blocks")->list()[0].is_unknown());
}

TEST(Change, AWhollyUnknownResourceHasNoAfter) {
  After value = after(R"("before":null,"after_unknown":true)");
  EXPECT_TRUE(value->is_unknown());
  EXPECT_TRUE(value->find("anything")->is_unknown());
}

TEST(Change, AfterMadeOfUnknownMembersOnly) {
  After value = after(R"("after_unknown":{"id":true,"tags":{"k":true}})");
  EXPECT_EQ(value->kind, ValueKind::Object);
  EXPECT_TRUE(value->find("id")->is_unknown());
  EXPECT_TRUE(value->find("tags")->find("k")->is_unknown());
  EXPECT_TRUE(value->find("tags")->find("other")->is_null());
}

TEST(Change, WhatWillExistIsNeverNullByOmission) {
  EXPECT_TRUE(after(R"("before":null)")->is_unknown());
  EXPECT_TRUE(after(R"("after":null,"after_unknown":{})")->is_null());
}

TEST(Change, ShapesThatDifferAreUnknown) {
  EXPECT_TRUE(after(R"("after":{"a":"text"},"after_unknown":{"a":[true]})")->find("a")->is_unknown());
  EXPECT_EQ(after(R"("after":{"a":"text"},"after_unknown":{"a":[false]})")->find("a")->string(), "text");
}

TEST(Change, SensitivityIsAFlagBesideTheValue) {
  After value = after(R"("after":{"o":{"p":"s","q":"t"},"l":["x","y"],"all":{"in":["z"]}},"after_unknown":{"u":true},)"
                      R"("after_sensitive":{"o":{"p":true},"l":[false,true],"all":true,"u":true})");
  EXPECT_TRUE(value->find("o")->find("p")->sensitive);
  EXPECT_FALSE(value->find("o")->find("q")->sensitive);
  EXPECT_FALSE(value->find("l")->list()[0].sensitive);
  EXPECT_TRUE(value->find("l")->list()[1].sensitive);
  EXPECT_TRUE(value->find("all")->find("in")->list()[0].sensitive);
  EXPECT_TRUE(value->find("u")->sensitive);
}

TEST(Change, SensitivityOfAnotherShapeHidesAll) {
  After value = after(R"("after":{"l":["x"]},"after_sensitive":{"l":[false,true]})");
  EXPECT_TRUE(value->find("l")->list()[0].sensitive);
  EXPECT_FALSE(after(R"("after":{"l":["x"]},"after_sensitive":{"l":{}})")->find("l")->sensitive);
}

TEST(Change, MarksThatAreNeitherTrueNorFalseHide) {
  After value = after(R"("after":{"p":"s","q":"t","r":"u"},"after_sensitive":{"p":"true","q":1,"r":false})");
  EXPECT_TRUE(value->find("p")->sensitive);
  EXPECT_TRUE(value->find("q")->sensitive);
  EXPECT_FALSE(value->find("r")->sensitive);
  EXPECT_TRUE(after(R"("after":{"p":"s"},"after_sensitive":"x")")->find("p")->sensitive);
  EXPECT_TRUE(after(R"("after":{"p":"s"},"after_unknown":{"p":"true"})")->find("p")->is_unknown());
}

TEST(Change, BeforeHasItsOwnSensitivity) {
  Plan plan = read_good(plan_with(update(R"("before":{"p":"s"},"before_sensitive":{"p":true},"after":{"p":"s"})")));
  EXPECT_TRUE(plan.changes[0].before.find("p")->sensitive);
  EXPECT_FALSE(plan.changes[0].after.find("p")->sensitive);
}

TEST(Change, EveryActionAndCombination) {
  EXPECT_EQ(actions(R"(["no-op"])"), facts::kNoOp);
  EXPECT_EQ(actions(R"(["create"])"), facts::kCreate);
  EXPECT_EQ(actions(R"(["read"])"), facts::kRead);
  EXPECT_EQ(actions(R"(["update"])"), facts::kUpdate);
  EXPECT_EQ(actions(R"(["forget"])"), facts::kForget);
  EXPECT_EQ(actions(R"(["delete","create"])"), facts::kDelete | facts::kCreate);
  EXPECT_EQ(actions(R"(["create","delete"])"), facts::kDelete | facts::kCreate);
  EXPECT_EQ(actions(R"(["create","forget"])"), facts::kCreate | facts::kForget);
}

TEST(Change, UnknownActionsAreMarked) {
  EXPECT_EQ(actions(R"(["explode"])"), facts::kOther);
  EXPECT_EQ(actions(R"([])"), facts::kOther);
  EXPECT_EQ(actions(R"(["update","delete"])"), facts::kUpdate | facts::kDelete | facts::kOther);
  EXPECT_EQ(actions(R"(["create","create"])"), facts::kCreate | facts::kOther);
}

TEST(Change, NamesIndexDeposedImportAndReason) {
  Plan plan = read_good(plan_with(
      R"({"address":"data.x.a[\"k\\\"\"]","mode":"data","type":"x","name":"a","index":"k\"","deposed":"ab12",)"
      R"("module_address":"module.m","previous_address":"x.b","provider_name":"p","action_reason":"r",)"
      R"("change":{"actions":["read"],"importing":{"id":"i"},"after":{}}})"));
  const facts::ResourceChange& change = plan.changes.at(0);
  EXPECT_EQ(change.address, R"(data.x.a["k\""])");
  EXPECT_EQ(change.index, R"("k\"")");
  EXPECT_EQ(change.mode, "data");
  EXPECT_EQ(change.deposed, "ab12");
  EXPECT_EQ(change.module_address, "module.m");
  EXPECT_EQ(change.previous_address, "x.b");
  EXPECT_EQ(change.action_reason, "r");
  EXPECT_TRUE(change.importing);
}

TEST(Change, DriftWithoutAnAddressGetsOne) {
  Plan plan = read_good(
      R"({"format_version":"1.0","resource_drift":[{"module_address":"module.m","mode":"managed",)"
      R"("type":"x","name":"a","index":0,"change":{"actions":["update"],"after":{}}}],"resource_changes":[]})");
  EXPECT_EQ(plan.drift.at(0).address, "module.m.x.a[0]");
}

TEST(Change, MalformedChangesAreRefused) {
  for (std::string change :
       {R"({})", R"({"address":"x.a","type":"x"})", R"({"address":"","type":"x","change":{"actions":["create"]}})",
        R"({"address":"x.a","change":{"actions":["create"]}})", R"({"address":"x.a","type":"x","change":{}})",
        R"({"address":"x.a","type":"x","change":{"actions":"create"}})",
        R"({"address":"x.a","type":"x","change":{"actions":[1]}})",
        R"({"address":1,"type":"x","change":{"actions":[]}})",
        R"({"address":"x.a","type":"x","index":true,"change":{"actions":["create"]}})",
        R"({"address":"x.a","type":"x","change":{"actions":["create"],"after":[]}})",
        R"({"address":"x.a","type":"x","change":{"actions":["create"],"before":"s"}})"}) {
    EXPECT_EQ(read_bad(plan_with(change)).kind, DiagnosticKind::PlanMalformed) << change;
  }
}

TEST(Change, ReplacePathsAreKept) {
  auto plan = read_good(plan_with(update(R"("after":{},"replace_paths":[["ami"],["disk",0,"size"]])")));
  const facts::Value& paths = plan.changes[0].replace_paths;
  ASSERT_EQ(paths.list().size(), 2u);
  EXPECT_EQ(paths.list()[0].list()[0].string(), "ami");
  EXPECT_EQ(paths.list()[1].list()[1].string(), "0");
  EXPECT_TRUE(read_good(plan_with(update(R"("after":{})"))).changes[0].replace_paths.is_null());
}

}  // namespace
}  // namespace berm::plan
