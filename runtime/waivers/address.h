// Patterns over the addresses of a plan.
//
//   module.legacy.**              everything in that module, at any depth
//   aws_s3_bucket.x               that resource, without `count` or `for_each`
//   aws_s3_bucket.x["k"], x[0]    one instance; `x[*]` is every instance
//   module.*.aws_iam_role.ci-*    `*` stands for any run of characters within a step
//   **.aws_s3_bucket.x            `**` stands for any number of steps, none too
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace berm::waivers {

// One step: a name and its index as written, brackets included.
struct Step {
  std::string name, index;
};

// An address, or a pattern of them, as steps: dots inside of brackets separate nothing. None where it is malformed.
std::optional<std::vector<Step>> steps_of(std::string_view address);

class AddressPattern {
 public:
  // In words, what is wrong with the text; empty: nothing.
  static std::string problem(std::string_view text);

  AddressPattern() = default;
  explicit AddressPattern(std::string_view text);

  bool matches(const std::vector<Step>& address) const;
  // The same, as if `[*]` stood behind every step without an index.
  bool matches_with_indexes(const std::vector<Step>& address) const;
  const std::vector<Step>& steps() const { return steps_; }
  // Matches one address at most.
  bool is_literal() const { return literal_; }

 private:
  bool matches(const std::vector<Step>& address, bool any_index) const;

  std::vector<Step> steps_;
  bool literal_ = true;
};

}  // namespace berm::waivers
