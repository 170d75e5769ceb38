// Short ways to read plans within this folder's tests.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

#include "runtime/plan/plan.h"

namespace berm::plan {

// A plan with these resource changes (JSON objects, comma-separated).
inline std::string plan_with(const std::string& changes) {
  return R"({"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[)" + changes + "]}";
}

// One update of `x.a`; `body` is what follows within `change`: `"after":{…},"after_unknown":{…}`.
inline std::string update(const std::string& body) {
  return R"({"address":"x.a","mode":"managed","type":"x","name":"a","change":{"actions":["update"],)" + body + "}}";
}

inline facts::Plan read_good(std::string text) {
  Diagnostics diagnostics;
  auto plan = read_plan_text(std::move(text), "plan.json", diagnostics);
  for (const Diagnostic& item : diagnostics.items()) ADD_FAILURE() << item.message;
  return plan ? std::move(*plan) : facts::Plan{};
}

// The one diagnostic of a text that is refused.
inline Diagnostic read_bad(std::string text) {
  Diagnostics diagnostics;
  EXPECT_FALSE(read_plan_text(std::move(text), "plan.json", diagnostics));
  EXPECT_EQ(diagnostics.items().size(), 1u);
  if (diagnostics.empty()) diagnostics.add(DiagnosticKind::FileNotReadable, "none");
  return diagnostics.items()[0];
}

}  // namespace berm::plan
