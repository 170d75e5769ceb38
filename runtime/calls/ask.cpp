#include "runtime/calls/ask.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "runtime/calls/value.h"

namespace berm::calls {
namespace {

constexpr std::string_view kNames[] = {
    "aws:PrincipalArn",          "aws:PrincipalAccount", "aws:PrincipalType",  "aws:PrincipalServiceName",
    "aws:PrincipalIsAWSService", "aws:ViaAWSService",    "aws:userid",         "aws:username",
    "aws:ResourceAccount",       "aws:RequestedRegion",  "aws:SecureTransport"};

std::string_view in_parts(std::string_view arn, size_t index) {
  ArnParts parts;
  return split_arn(arn, parts) ? parts[index] : std::string_view();
}

bool is_blank(std::string_view word) {
  return word.empty() || std::any_of(word.begin(), word.end(), [](char c) { return c <= ' ' || c > '~'; });
}

// `root`, `role/path/name`, `user/name`, `assumed-role/name/session` or `federated-user/name`.
bool is_entity(std::string_view entity) {
  const size_t slash = entity.find('/');
  const std::string_view kind = entity.substr(0, slash);
  if (slash == std::string_view::npos) return kind == "root";
  size_t words = 1;
  for (std::string_view rest = entity; !rest.empty(); ++words) {
    const size_t end = rest.find('/');
    if (is_blank(rest.substr(0, end)) || end == rest.size() - 1) return false;
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  if (kind == "assumed-role") return words == 4;
  return kind == "role" || kind == "user" || kind == "federated-user";
}

bool refuse(Wrong& wrong, std::string message, std::string help) {
  wrong = {std::move(message), std::move(help)};
  return false;
}

bool is_account(std::string_view account, Wrong& wrong) {
  if (is_account_id(account)) return true;
  return refuse(wrong, fmt::format("`{}` is no account", account),
                "twelve digits; a program knows no names of accounts");
}

}  // namespace

bool is_action(std::string_view action) {
  const size_t colon = action.find(':');
  return colon != std::string_view::npos && colon > 0 && colon + 1 < action.size() && !has_wildcard(action);
}

bool is_caller(std::string_view arn) {
  ArnParts parts;
  if (!split_arn(arn, parts) || parts[5].find(':') != std::string_view::npos) return false;
  return (parts[2] == "iam" || parts[2] == "sts") && is_account_id(parts[4]) && is_entity(parts[5]) &&
         !has_wildcard(arn);
}

Asker::Asker(const Decider& decider) {
  for (size_t i = 0; i < kKeys; ++i) keys_[i].number = decider.number(kNames[i]);
}

bool Asker::ask(const Question& question, Decider& decider, Wrong& wrong) {
  for (Derived& key : keys_) key.is_set = false;
  caller_account_ = {};
  if (!is_action(question.action)) {
    return refuse(wrong, fmt::format("`{}` is not an action", question.action), "one in full, such as `s3:GetObject`");
  }
  if (!principal(question, wrong) || !resource(question, wrong)) return false;
  decider.begin(question.action, question.resource);
  context(question, decider);
  suppose();
  derive();
  for (const Derived& key : keys_) {
    if (key.is_set && !decider.has(key.number)) decider.set(key.number, {&key.value, 1});
  }
  return true;
}

void Asker::set(Key key, std::string_view value) {
  keys_[key].is_set = true;
  keys_[key].value = value;
}

void Asker::set_missing(Key key, std::string_view value) {
  if (!value.empty() && !keys_[key].is_set) set(key, value);
}

bool Asker::principal(const Question& question, Wrong& wrong) {
  const std::string_view text = question.principal, account = question.account;
  if (!account.empty() && !is_account(account, wrong)) return false;
  if (text == "anonymous") return true;
  if (text.starts_with("arn:")) {
    if (account.empty() || in_parts(text, 4) == account) return caller(text, wrong);
    return refuse(wrong, fmt::format("`{}` is not of the account {}", text, account),
                  "leave `account` out: the ARN says it");
  }
  if (text.ends_with(".amazonaws.com") || text.ends_with(".amazonaws.com.cn")) {
    set(kPrincipalServiceName, text);
    set(kPrincipalIsAwsService, "true");
    return true;
  }
  const bool entity = text.starts_with("role/") || text.starts_with("user/") || text == "root";
  if (entity && !account.empty()) {
    arn_.assign("arn:aws:iam::").append(account).append(":").append(text);
    return caller(arn_, wrong);
  }
  if (entity)
    return refuse(wrong, fmt::format("`{}` is of no account", text), "say which one with `account`, or write the ARN");
  return refuse(wrong, fmt::format("`{}` is not a principal", text),
                "an ARN, `role/NAME` with an account, a service such as `lambda.amazonaws.com`, or `anonymous`");
}

// "arn:aws:sts::A:assumed-role/R/S" is the role R, whose path the session does not tell, in a session named S.
bool Asker::caller(std::string_view arn, Wrong& wrong) {
  if (!is_caller(arn)) {
    return refuse(wrong, fmt::format("`{}` is not the ARN of one principal", arn),
                  "such as `arn:aws:iam::111122223333:role/ops` or the ARN of a session");
  }
  ArnParts parts;
  split_arn(arn, parts);
  caller_account_ = parts[4];
  const std::string_view entity = parts[5], last = entity.substr(entity.rfind('/') + 1);
  if (constexpr std::string_view kSession = "assumed-role/"; entity.starts_with(kSession)) {
    const std::string_view role = entity.substr(kSession.size(), entity.size() - kSession.size() - last.size() - 1);
    user_id_.assign("AROAEXAMPLE:").append(last);
    arn_ = fmt::format("arn:{}:iam::{}:role/{}", parts[1], parts[4], role);
    set(kUserId, user_id_);
    set(kPrincipalArn, arn_);
  } else {
    set(kPrincipalArn, arn);
  }
  const bool user = entity.starts_with("user/");
  if (user) set(kUserName, last);
  set(kPrincipalType, user ? "User" : entity == "root" ? "Account" : "AssumedRole");
  return true;
}

bool Asker::resource(const Question& question, Wrong& wrong) {
  const std::string_view arn = question.resource;
  if (!split_arn(arn, resource_parts_)) resource_parts_ = {};
  if (arn != "*" && resource_parts_[5].empty()) {
    return refuse(wrong, fmt::format("`{}` is not the ARN of a resource", arn),
                  "an ARN, or `*` where the action takes none");
  }
  if (question.resource_account.empty()) return true;
  if (!is_account(question.resource_account, wrong)) return false;
  set(kResourceAccount, question.resource_account);
  return true;
}

// What the question says itself stands before what it leaves to us.
void Asker::context(const Question& question, Decider& decider) {
  for (const Question::Key& key : question.context) {
    const auto values = question.values(key);
    decider.set(key.name, values);
    for (size_t i = 0; i < kKeys; ++i) {
      if (key.name.size() != kNames[i].size() || !equals_ignore_case(key.name, kNames[i])) continue;
      set(static_cast<Key>(i), values.empty() ? std::string_view() : values.front());
      if (i == kPrincipalArn) caller_account_ = in_parts(keys_[i].value, 4);
    }
  }
}

void Asker::suppose() {
  const std::string_view region = resource_parts_[3];
  std::string_view owner = resource_parts_[4];
  if (!is_account_id(owner) && keys_[kPrincipalArn].is_set) owner = caller_account_;
  set_missing(kResourceAccount, owner);
  set_missing(kRequestedRegion, region.empty() ? "us-east-1" : region);
  set_missing(kSecureTransport, "true");
}

void Asker::derive() {
  const Derived& service = keys_[kPrincipalServiceName];
  const std::string_view account = account_of(kPrincipalAccount, caller_account_);
  if ((!service.is_set || service.value.empty()) && !account.empty()) {
    set_missing(kPrincipalAccount, account);
    set_missing(kPrincipalIsAwsService, "false");
    set_missing(kViaAwsService, "false");
  }
  set_missing(kResourceAccount, account_of(kResourceAccount, resource_parts_[4]));
}

std::string_view Asker::account_of(Key key, std::string_view in_arn) const {
  if (keys_[key].is_set && !keys_[key].value.empty()) return keys_[key].value;
  return is_account_id(in_arn) ? in_arn : std::string_view();
}

}  // namespace berm::calls
