// The renderers behind report.h, and what they share.
#pragma once

#include <array>
#include <string>

#include "runtime/report/report.h"

namespace berm::report {

std::string render_text(const CheckResult& result, const Options& options);
void render_json(const CheckResult& result, const Write& write);
std::string render_github(const CheckResult& result);

// How many rules have each verdict.
std::array<size_t, 5> count_verdicts(const CheckResult& result);

// `2 violated, 1 not proven, 5 satisfied, …`; verdicts that no rule has are left out.
std::string summary_of(const CheckResult& result);

// `3 rules`, `1 rule`
std::string counted(size_t count, std::string_view noun);

// `acl is not known before apply`, `acl is not a string`
std::string what_is_missing(const Finding& finding);

// The message, less the address that many messages start with: the report has just shown it.
std::string_view message_without_address(const Finding& finding);

}  // namespace berm::report
