// The renderers behind report.h, and what they share.
#pragma once

#include <array>
#include <string>

#include "runtime/report/report.h"

namespace berm::report {

class TextWriter;

std::string render_text(const CheckReport& report, const Options& options);
void write_plan(const CheckReport& report, const CheckResult& result, TextWriter& out);  // its rules and doubts
void render_json(const CheckReport& report, const Write& write);
std::string render_github(const CheckReport& report);
std::string render_text(const std::vector<Explanation>& explanations, const Options& options);
void render_json(const std::vector<Explanation>& explanations, const Write& write);

// How many rules have each verdict.
std::array<size_t, 5> count_verdicts(const CheckResult& result);

// `3 waived, 2 known since the baseline`; empty where there are none.
std::string passed_of(const PassedFindings& passed);

// `2 violated, 1 not proven, 5 satisfied, …`; verdicts that no rule has are left out.
std::string summary_of(const CheckResult& result);

// `3 rules`, `1 rule`
std::string counted(size_t count, std::string_view noun);

// `acl is not known before apply`, `acl is not a string`
std::string what_is_missing(const Finding& finding);

// `std.aws.exposure.public: plan aws_db_instance d where { … }`; empty where the evaluator does not say.
std::string clause_of(const Finding& finding);

// `acl is not set; the provider's default is "private"`
std::string what_is_assumed(const AssumptionUsed& assumption);

// The plan, as a user named it: `standard input` for `-`.
std::string plan_name(const CheckResult& result);

// `waivers.yaml:12`, ` (SEC-1)`
std::string place_of(const Waiver& waiver);
std::string ticket_of(const Waiver& waiver);
enum class WaiverState : uint8_t { Active, Expired, Malformed };
WaiverState state_of(const Waiver& waiver);
std::string_view name(WaiverState state);

// The message, less the address that many messages start with: the report has just shown it.
std::string_view message_without_address(const Finding& finding);

}  // namespace berm::report
