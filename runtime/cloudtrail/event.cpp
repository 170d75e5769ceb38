#include "runtime/cloudtrail/event.h"

#include <simdjson.h>

#include <algorithm>

#include "base/text.h"

namespace berm::cloudtrail {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

// Parameters that name what is called on, or that a condition key repeats.
constexpr std::string_view kNames[] = {
    "bucketName",   "key",         "prefix",    "delimiter",   "max-keys", "roleName",
    "userName",     "groupName",   "policyArn", "policyName",  "roleArn",  "instanceProfileName",
    "functionName", "tableName",   "keyId",     "secretId",    "queueUrl", "topicArn",
    "name",         "resourceArn", "trailName", "logGroupName"};

std::string text(const object& from, std::string_view name) {
  std::string_view found;
  return from[name].get_string().get(found) ? std::string() : std::string(found);
}

// None where there is no such object.
std::optional<object> child(const object& from, std::string_view name) {
  object found;
  return from[name].get_object().get(found) ? std::nullopt : std::optional(found);
}

void read_session(const object& context, Identity& identity) {
  if (const auto issuer = child(context, "sessionIssuer")) identity.issuer_arn = text(*issuer, "arn");
  if (const auto web = child(context, "webIdFederationData")) identity.provider = text(*web, "federatedProvider");
  identity.source_identity = text(context, "sourceIdentity");
  const auto attributes = child(context, "attributes");
  if (!attributes) return;
  identity.token_issued = text(*attributes, "creationDate");
  const std::string mfa = text(*attributes, "mfaAuthenticated");
  if (mfa == "true" || mfa == "false") identity.mfa = mfa == "true";
}

Identity read_identity(const object& from) {
  Identity identity;
  identity.type = text(from, "type");
  identity.arn = text(from, "arn");
  identity.account = text(from, "accountId");
  identity.principal_id = text(from, "principalId");
  identity.user_name = text(from, "userName");
  identity.invoked_by = text(from, "invokedBy");
  identity.provider = text(from, "identityProvider");
  if (const auto context = child(from, "sessionContext")) read_session(*context, identity);
  return identity;
}

void read_resources(const object& record, Event& event) {
  array resources;
  if (record["resources"].get_array().get(resources)) return;
  for (element each : resources) {
    object resource;
    if (each.get_object().get(resource)) continue;
    std::string arn = text(resource, "ARN");
    if (arn.starts_with("arn:")) event.resources.push_back({std::move(arn), text(resource, "accountId")});
  }
}

// {"key": "team", "value": "pay"}, with names as each service spells them.
void read_tag(const object& tag, Event& event) {
  for (auto [key, value] :
       {std::pair("key", "value"), {"Key", "Value"}, {"tagKey", "tagValue"}, {"TagKey", "TagValue"}}) {
    const std::string name = text(tag, key);
    if (name.empty()) continue;
    event.tags[name] = text(tag, value);
    return;
  }
}

// A list of those, or {"team": "pay"}.
void read_tags(element tags, Event& event) {
  array list;
  object tag, map;
  if (!tags.get_array().get(list)) {
    for (element each : list) {
      if (!each.get_object().get(tag)) read_tag(tag, event);
    }
  }
  if (tags.get_object().get(map)) return;
  std::string_view value;
  for (const auto& [name, each] : map) {
    if (!each.get_string().get(value)) event.tags[std::string(name)] = value;
  }
}

// Where some other parameter speaks of tags, which ones the request carries is not known.
void read_parameters(const object& record, Event& event) {
  const auto parameters = child(record, "requestParameters");
  if (!parameters) return;
  bool other = false, unread = false;
  for (const auto& [name, value] : *parameters) {
    const std::string lower = to_lower(name);
    const bool named = std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
    std::string_view written;
    if (named && !value.get_string().get(written)) event.parameters[std::string(name)] = written;
    const bool tags = lower == "tags" || lower == "taglist";
    if (tags) read_tags(value, event);
    unread = unread || (tags && event.tags.empty());
    other = other || (!tags && lower.find("tag") != std::string::npos);
  }
  event.may_carry_tags = other || unread;
}

}  // namespace

std::optional<Event> read_event(std::string_view json, std::string& error) {
  thread_local simdjson::dom::parser parser;  // its memory serves the next record
  element root;
  if (parser.parse(json.data(), json.size()).get(root)) {
    error = "a record is not well-formed JSON";
    return std::nullopt;
  }
  Event event;
  object record;
  const bool is_object = !root.get_object().get(record);
  if (is_object) {
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
  event.tls = child(record, "tlsDetails").has_value();
  if (const auto identity = child(record, "userIdentity")) event.identity = read_identity(*identity);
  read_resources(record, event);
  read_parameters(record, event);
  return event;
}

}  // namespace berm::cloudtrail
