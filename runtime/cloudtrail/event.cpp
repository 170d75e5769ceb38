#include "runtime/cloudtrail/event.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace berm::cloudtrail {
namespace {

using Json = nlohmann::json;

// Parameters that name what is called on, or that a condition key repeats.
constexpr std::string_view kNames[] = {
    "bucketName",   "key",         "prefix",    "delimiter",   "max-keys", "roleName",
    "userName",     "groupName",   "policyArn", "policyName",  "roleArn",  "instanceProfileName",
    "functionName", "tableName",   "keyId",     "secretId",    "queueUrl", "topicArn",
    "name",         "resourceArn", "trailName", "logGroupName"};

std::string text(const Json& from, const char* name) {
  auto found = from.find(name);
  return found != from.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// Null where there is no such object.
const Json* child(const Json& from, const char* name) {
  auto found = from.find(name);
  return found != from.end() && found->is_object() ? &*found : nullptr;
}

void read_session(const Json& context, Identity& identity) {
  if (const Json* issuer = child(context, "sessionIssuer")) identity.issuer_arn = text(*issuer, "arn");
  if (const Json* web = child(context, "webIdFederationData")) identity.provider = text(*web, "federatedProvider");
  identity.source_identity = text(context, "sourceIdentity");
  const Json* attributes = child(context, "attributes");
  if (!attributes) return;
  identity.token_issued = text(*attributes, "creationDate");
  std::string mfa = text(*attributes, "mfaAuthenticated");
  if (mfa == "true" || mfa == "false") identity.mfa = mfa == "true";
}

Identity read_identity(const Json& from) {
  Identity identity;
  identity.type = text(from, "type");
  identity.arn = text(from, "arn");
  identity.account = text(from, "accountId");
  identity.principal_id = text(from, "principalId");
  identity.user_name = text(from, "userName");
  identity.invoked_by = text(from, "invokedBy");
  identity.provider = text(from, "identityProvider");
  if (const Json* context = child(from, "sessionContext")) read_session(*context, identity);
  return identity;
}

void read_resources(const Json& record, Event& event) {
  auto resources = record.find("resources");
  if (resources == record.end() || !resources->is_array()) return;
  for (const Json& each : *resources) {
    if (!each.is_object()) continue;
    std::string arn = text(each, "ARN");
    if (arn.starts_with("arn:")) event.resources.push_back({arn, text(each, "accountId")});
  }
}

// {"key": "team", "value": "pay"}, with names as each service spells them.
void read_tag(const Json& tag, Event& event) {
  for (auto [key, value] :
       {std::pair("key", "value"), {"Key", "Value"}, {"tagKey", "tagValue"}, {"TagKey", "TagValue"}}) {
    std::string name = text(tag, key);
    if (name.empty()) continue;
    event.tags[name] = text(tag, value);
    return;
  }
}

// A list of those, or {"team": "pay"}.
void read_tags(const Json& tags, Event& event) {
  for (const auto& [name, value] : tags.items()) {
    if (tags.is_array() && value.is_object()) read_tag(value, event);
    if (tags.is_object() && value.is_string()) event.tags[name] = value.get<std::string>();
  }
}

// Where some other parameter speaks of tags, which ones the request carries is not known.
void read_parameters(const Json& record, Event& event) {
  const Json* parameters = child(record, "requestParameters");
  if (!parameters) return;
  bool other = false, unread = false;
  for (const auto& [name, value] : parameters->items()) {
    std::string lower = to_lower(name);
    bool named = std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
    if (named && value.is_string()) event.parameters[name] = value.get<std::string>();
    bool tags = lower == "tags" || lower == "taglist";
    if (tags) read_tags(value, event);
    unread = unread || (tags && event.tags.empty());
    other = other || (!tags && lower.find("tag") != std::string::npos);
  }
  event.may_carry_tags = other || unread;
}

}  // namespace

std::optional<Event> read_event(std::string_view json, std::string& error) {
  Json record = Json::parse(json, nullptr, false);
  if (record.is_discarded()) {
    error = "a record is not well-formed JSON";
    return std::nullopt;
  }
  Event event;
  if (record.is_object()) {
    event.source = text(record, "eventSource");
    event.name = text(record, "eventName");
  }
  if (event.source.empty() || event.name.empty()) {
    error = "a record has no `eventSource` and `eventName`: it is no CloudTrail event";
    return std::nullopt;
  }
  event.type = text(record, "eventType");
  event.time = text(record, "eventTime");
  event.region = text(record, "awsRegion");
  event.recipient_account = text(record, "recipientAccountId");
  event.source_ip = text(record, "sourceIPAddress");
  event.user_agent = text(record, "userAgent");
  event.error_code = text(record, "errorCode");
  event.endpoint = text(record, "vpcEndpointId");
  event.tls = child(record, "tlsDetails") != nullptr;
  if (const Json* identity = child(record, "userIdentity")) event.identity = read_identity(*identity);
  read_resources(record, event);
  read_parameters(record, event);
  return event;
}

}  // namespace berm::cloudtrail
