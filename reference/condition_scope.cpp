#include "reference/condition_scope.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>

#include "access/evaluate.h"
#include "access/operators.h"
#include "base/text.h"
#include "reference/statement_parts.h"

namespace berm::reference {
namespace {

using access::Comparison;
using access::Operator;

// Every caller brings them to any value.
constexpr std::string_view kChosen[] = {"aws:securetransport", "aws:useragent",       "aws:referer",
                                        "s3:tlsversion",       "s3:signatureversion", "s3:authtype",
                                        "s3:prefix",           "s3:delimiter",        "s3:max-keys"};
// Callers are free to choose these in an account of their own; or they are the same for all.
constexpr std::string_view kOfAnyAccount[] = {"aws:multifactorauthpresent",
                                              "aws:multifactorauthage",
                                              "aws:tokenissuetime",
                                              "aws:currenttime",
                                              "aws:epochtime",
                                              "aws:requestedregion",
                                              "aws:principaltype",
                                              "aws:username",
                                              "aws:sourceidentity",
                                              "aws:viaawsservice",
                                              "aws:calledvia",
                                              "aws:calledviafirst",
                                              "aws:calledvialast",
                                              "aws:vpcsourceip",
                                              "aws:tagkeys",
                                              "sts:rolesessionname",
                                              "kms:viaservice"};
constexpr std::string_view kTagsOfAnyAccount[] = {"aws:principaltag/", "aws:requesttag/", "s3:requestobjecttag/",
                                                  "s3:existingobjecttag/", "kms:encryptioncontext:"};
constexpr std::string_view kWhoOrWhence[] = {
    "aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount", "aws:principalarn", "aws:sourceorgid",
    "aws:sourceaccount",  "aws:sourcearn",         "aws:sourceip",         "aws:sourcevpc",    "aws:sourcevpce"};

bool is_in(std::span<const std::string_view> keys, std::string_view key) {
  return std::ranges::find(keys, key) != keys.end();
}

bool is_chosen(std::string_view key) { return is_in(kChosen, key) || key.starts_with("s3:x-amz-"); }

bool is_of_any_account(std::string_view key) {
  auto begins = [&](std::string_view start) { return key.starts_with(start); };
  return is_chosen(key) || is_in(kOfAnyAccount, key) || std::ranges::any_of(kTagsOfAnyAccount, begins);
}

// A larger network is nobody's own.
bool is_wide_network(std::string_view text) {
  constexpr uint8_t kWidest4 = 8, kWidest6 = 32;
  std::optional<access::Cidr> network = access::parse_cidr(text);
  return network && network->prefix < (network->v6 ? kWidest6 : kWidest4);
}

// Whoever has an account, an organisation or an endpoint has one that such a pattern matches.
bool names_nobody(std::string_view pattern) {
  constexpr std::string_view kKinds[] = {"", "o-", "vpc-", "vpce-", "AROA", "AIDA"};
  size_t wildcard = pattern.find_first_of("*?");
  return wildcard != std::string_view::npos && is_in(kKinds, pattern.substr(0, wildcard));
}

// An ARN of any account; of what has no account in its ARN, a bucket, any at all.
bool is_arn_of_anyone(std::string_view pattern) {
  constexpr size_t kAccount = 4, kName = 5;
  std::vector<std::string_view> segments = split(pattern, ':');
  auto is_open = [](std::string_view text) { return text.find_first_of("*?") != std::string_view::npos; };
  if (segments.size() <= kAccount) return is_open(pattern);
  if (is_open(segments[kAccount])) return true;
  return segments[kAccount].empty() && segments.size() > kName && names_nobody(segments[kName]);
}

// Of a positive test: whether everybody has something equal to this value.
Tri fits_anyone(Comparison comparison, std::string_view value) {
  constexpr std::string_view kOfResource = "${aws:Resource";
  bool variable = value.find("${") != std::string_view::npos;
  // `aws:ResourceOrgID` is one; any other may be the caller's own.
  if (variable) return value.starts_with(kOfResource) ? Tri::False : Tri::Unknown;
  bool pattern = comparison == Comparison::Glob || comparison == Comparison::Arn;
  if (comparison == Comparison::Address) return tri(is_wide_network(value));
  if (comparison == Comparison::Boolean) return tri(to_lower(value) == "false");
  return tri(pattern && (value.starts_with("arn:") ? is_arn_of_anyone(value) : names_nobody(value)));
}

std::optional<Operator> operator_of(const Value& condition) {
  const Value& op = member(condition, "operator");
  return is_text(op) ? access::parse_operator(op.string()) : std::nullopt;
}

// `Null` with "false".
Tri demands(const Value& condition, std::string_view key) {
  std::optional<Operator> op = operator_of(condition);
  const Value& about = member(condition, "key");
  if (!op || op->comparison != Comparison::Presence || !is_text(about) || about.string() != key) return Tri::False;
  auto present = [](std::string_view value) { return to_lower(value) == "false"; };
  auto absent = [](std::string_view value) { return to_lower(value) != "false"; };
  return both(any_text(member(condition, "values"), present), negate(any_text(member(condition, "values"), absent)));
}

// Numbers and dates say when and how much, never who.
bool never_narrows(const Operator& op) {
  return op.negated || op.comparison == Comparison::Presence || op.comparison == Comparison::Number ||
         op.comparison == Comparison::Date;
}

Tri fulfilled_by_anyone(const Value& condition, const Value& all) {
  const Value& key = member(condition, "key");
  if (is_text(key) && is_of_any_account(key.string())) return Tri::True;
  std::optional<Operator> op = operator_of(condition);
  if (op && never_narrows(*op)) return Tri::True;
  if (!op || !is_text(key)) return Tri::Unknown;
  auto fits = [&](std::string_view value) { return fits_anyone(op->comparison, value); };
  Tri by_value = any_text(member(condition, "values"), fits);
  if (!op->if_exists && op->set != access::SetOperator::ForAllValues) return by_value;
  Tri demanded = Tri::False;
  for (const Value& each : all.list()) demanded = either(demanded, demands(each, key.string()));
  return either(by_value, negate(demanded));
}

template <class Test>
Tri all_are(const Value& conditions, Test test) {
  if (conditions.kind != ValueKind::List) return Tri::Unknown;
  Tri answer = Tri::True;
  for (const Value& each : conditions.list()) answer = both(answer, test(each));
  return answer;
}

}  // namespace

Tri open_to_anyone(const Value& conditions) {
  return all_are(conditions, [&](const Value& each) { return fulfilled_by_anyone(each, conditions); });
}

Tri chosen_by_callers(const Value& conditions) {
  return all_are(conditions, [](const Value& each) {
    const Value& key = member(each, "key");
    return is_text(key) ? tri(is_chosen(key.string())) : Tri::Unknown;
  });
}

bool is_avoidable(const Value& condition) {
  const Value& key = member(condition, "key");
  return is_text(key) && is_chosen(key.string());
}

// Without its key, `ForAnyValue` is false, whatever follows it.
bool is_about_anyone_else(const Value& condition) {
  const Value& key = member(condition, "key");
  std::optional<Operator> op = operator_of(condition);
  if (!op || !is_text(key) || !is_in(kWhoOrWhence, key.string())) return false;
  if (!op->negated || op->set == access::SetOperator::ForAnyValue) return false;
  auto fits = [&](std::string_view value) { return fits_anyone(op->comparison, value); };
  return any_text(member(condition, "values"), fits) == Tri::False;
}

}  // namespace berm::reference
