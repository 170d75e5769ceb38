#include "runtime/plan/sniff.h"

#include <fmt/format.h>

#include <algorithm>

namespace berm::plan {
namespace {

constexpr std::string_view kHowTo = "write the plan with `terraform show -json tfplan > plan.json`";

Problem encoding(std::string_view found) {
  return {DiagnosticKind::PlanEncoding, 0, fmt::format("the file is {}", found),
          "plans are UTF-8 without a byte order mark; in PowerShell, write the plan with "
          "`terraform show -json tfplan | Set-Content -Encoding utf8NoBOM plan.json`"};
}

Problem not_a_plan(std::string_view found, std::string_view hint) {
  return {DiagnosticKind::PlanNotAPlan, 0, std::string(found), std::string(hint)};
}

// A name that only one other kind of document has at its root.
struct Giveaway {
  std::string_view name;
  std::string_view kind;
  std::string_view hint;
};

constexpr Giveaway kGiveaways[] = {
    {"plan_format_version", "the redacted plan that `terraform show` fetches from HCP Terraform",
     "download the plan's JSON output (`json-output`) instead"},
    {"lineage", "a Terraform state file", kHowTo},
    {"provider_schemas", "the schemas that `terraform providers schema -json` writes", kHowTo},
    {"diagnostics", "the output of `terraform validate -json`", kHowTo},
    {"@level", "the log that `terraform plan -json` writes", kHowTo},
    {"values", "a state, written by `terraform show -json` without a plan file", kHowTo},
    {"mock", "a Sentinel or OPA mock that wraps a plan", "take the plan out of its wrapper, for example with `jq`"},
    {"plan", "a document that wraps a plan", "take the plan out of its wrapper: `jq .plan`"},
    {"tfplan", "a document that wraps a plan", "take the plan out of its wrapper: `jq .tfplan`"},
};

// A plan has one of these at least; Terraform leaves out what is empty.
constexpr std::string_view kPlanParts[] = {"resource_changes", "resource_drift", "planned_values", "configuration"};

bool has_root(std::string_view text, const Layout& layout, std::string_view name) {
  return find_root(text, layout, name) != nullptr;
}

const Giveaway* recognise(std::string_view text, const Layout& layout) {
  for (const Giveaway& giveaway : kGiveaways) {
    if (has_root(text, layout, giveaway.name)) return &giveaway;
  }
  return nullptr;
}

bool looks_like_utf16(std::string_view text) {
  using namespace std::string_view_literals;
  for (std::string_view start : {"\xFF\xFE"sv, "\xFE\xFF"sv, "{\0"sv, "\0{"sv, "\0\0"sv}) {
    if (text.starts_with(start)) return true;
  }
  return false;
}

}  // namespace

const RootMember* find_root(std::string_view text, const Layout& layout, std::string_view name) {
  for (const RootMember& member : layout.members) {
    if (text.substr(member.key.begin + 1, member.key.end - member.key.begin - 2) == name) return &member;
  }
  return nullptr;
}

std::optional<Problem> sniff_bytes(std::string_view text) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return not_a_plan("the file is empty", kHowTo);
  if (text.starts_with("PK\x03\x04")) return not_a_plan("the file is a binary plan", kHowTo);
  if (text.starts_with("\xEF\xBB\xBF")) return encoding("UTF-8 with a byte order mark");
  if (looks_like_utf16(text)) return encoding("not UTF-8 but UTF-16 or UTF-32");
  return std::nullopt;
}

std::optional<Problem> sniff_root(std::string_view text, const Layout& layout) {
  if (!layout.is_object) return not_a_plan("the file is JSON, but not an object", kHowTo);
  bool has_plan_part = std::any_of(std::begin(kPlanParts), std::end(kPlanParts),
                                   [&](std::string_view name) { return has_root(text, layout, name); });
  if (has_plan_part && has_root(text, layout, "format_version")) return std::nullopt;
  if (const Giveaway* known = recognise(text, layout)) {
    return not_a_plan(fmt::format("the file is not a plan but {}", known->kind), known->hint);
  }
  if (!has_plan_part) return not_a_plan("the file is JSON, but not a plan", kHowTo);
  return Problem{DiagnosticKind::PlanFormatVersion, 0, "the plan has no `format_version`", std::string(kHowTo)};
}

std::string sniff_broken(std::string_view text, const Layout& layout) {
  if (const Giveaway* known = recognise(text, layout))
    return fmt::format("the file seems to be {}; {}", known->kind, known->hint);
  return layout.is_object ? std::string() : std::string(kHowTo);
}

}  // namespace berm::plan
