// Policies in plans: `statements(…)` and `policy(…) grants …`. Internal to this folder.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ir/ir.h"
#include "reference/action_names.h"
#include "reference/value.h"
#include "runtime/eval/policy_text.h"
#include "runtime/eval/truth.h"

namespace berm::eval {

// What a policy has to grant.
class PreparedGrant {
 public:
  explicit PreparedGrant(ir::Grant grant);

  const ir::Grant& grant() const { return grant_; }
  uint64_t services() const { return services_; }
  // Actions of every service: so many that it is better not to ask for each.
  bool is_wide() const { return wide_; }
  // Those that the catalogue knows; by whichever thread asks first.
  std::span<const std::string_view> actions() const;

 private:
  ir::Grant grant_;
  uint64_t services_ = 0;
  bool wide_ = false;
  mutable std::once_flag once_;
  mutable reference::ActionNames actions_;
};

// One policy after the other, in memory that is used again.
class PolicyReader {
 public:
  // The text is of the plan, and stays. False: it can't be read as a policy.
  bool read(std::string_view json);
  // As the naive evaluator shows them.
  const facts::Value& statements();
  Truth grants(const PreparedGrant& grant);

 private:
  bool may_grant(const PreparedGrant& grant) const;
  bool may_allow(const PolicyText::Statement& statement, const PreparedGrant& grant) const;
  bool names(const PolicyText::Statement& statement, const ir::Grant& grant) const;
  bool covers(const PolicyText::Statement& statement, std::string_view resource) const;
  bool acts(const PolicyText::Statement& statement, const PreparedGrant& grant) const;
  bool acts_widely(const PolicyText::Statement& statement, const ir::Grant& grant) const;

  facts::Value statement(const PolicyText::Statement& statement);
  facts::Value texts(Range range);
  facts::Value principals(Range range);
  facts::Value conditions(Range range);
  template <class T>
  T* take(size_t count);

  PolicyText text_;
  bool plain_ = false, built_ = false;
  facts::Value statements_;
  reference::Arena arena_;  // of what is not written plainly
  std::vector<std::unique_ptr<char[]>> chunks_;
  std::vector<std::unique_ptr<char[]>> large_;  // of this policy alone
  size_t chunk_ = 0, used_ = 0;
};

}  // namespace berm::eval
