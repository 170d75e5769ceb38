#include "runtime/cloudtrail/call.h"

#include <algorithm>

#include "access/evaluate.h"
#include "access/service_keys.h"
#include "base/text.h"
#include "fmt/format.h"

namespace berm::cloudtrail {
namespace {

constexpr std::string_view kRequestTag = "aws:requesttag/";

bool was_refused(const Event& event) {
  return event.error_code.find("AccessDenied") != std::string::npos ||
         event.error_code.find("Unauthorized") != std::string::npos;
}

// As the catalogue knows them.
class CatalogActions : public Actions {
 public:
  explicit CatalogActions(const catalog::Catalog& catalog) : catalog_(catalog) {}
  std::string spelling(const std::string& action) const override {
    const auto known = catalog_.action(action);
    return known ? known->full_name() : "";
  }
  bool takes_resources(const std::string& action) const override {
    const auto known = catalog_.action(action);
    return !known || !known->resources.empty();
  }
  std::optional<std::string_view> type_of(const std::string& action, std::string_view arn) const override {
    const auto known = catalog_.action(action);
    return known ? catalog_.resource_type_of(*known, arn) : std::nullopt;
  }

 private:
  const catalog::Catalog& catalog_;
};

class Maker {
 public:
  Maker(const Event& event, const Actions& actions, std::string_view partition)
      : event_(event), actions_(actions), partition_(partition) {}

  Call make() {
    call_.reading = reading_of(event_, actions_, call_.request.action);
    if (call_.reading != Reading::Call) return std::move(call_);
    caller();
    session();
    network();
    resource();
    parameters();
    set("aws:requestedregion", event_.region);
    set("aws:currenttime", event_.time);
    if (auto seconds = access::parse_time(event_.time)) set("aws:epochtime", fmt::format("{}", *seconds));
    return std::move(call_);
  }

 private:
  void set(std::string key, std::string value) {
    if (!value.empty()) call_.request.context[std::move(key)] = {std::move(value)};
  }
  // Its value, or surely none.
  void set_or_absent(const std::string& key, const std::string& value) {
    set(key, value);
    if (value.empty()) call_.absent.insert(key);
  }

  void caller() {
    const Identity& identity = event_.identity;
    if (identity.type == "AWSService")
      return service(identity.invoked_by.empty() ? event_.source_ip : identity.invoked_by);
    for (std::string_view key : access::kServiceKeys) call_.absent.emplace(key);
    set("aws:principalisawsservice", "false");
    set("aws:viaawsservice", identity.invoked_by.empty() ? "false" : "true");
    if (identity.invoked_by.empty()) {
      for (const char* key : {"aws:calledvia", "aws:calledviafirst", "aws:calledvialast"}) call_.absent.insert(key);
    }
    std::string arn = identity.issuer_arn.empty() ? identity.arn : identity.issuer_arn;
    if (identity.type == "WebIdentityUser" || identity.type == "SAMLUser") {
      set("aws:federatedprovider", identity.provider);
      call_.principal = identity.user_name.empty() ? identity.provider : identity.user_name;
      return;
    }
    set("aws:principalarn", arn);
    set("aws:principalaccount", identity.account);
    set("aws:userid", identity.principal_id);
    set_or_absent("aws:username", identity.type == "IAMUser" ? identity.user_name : "");
    set("aws:principaltype", principal_type());
    call_.principal = !arn.empty() ? arn : !identity.account.empty() ? "account " + identity.account : "anonymous";
  }

  std::string principal_type() const {
    const std::string& type = event_.identity.type;
    return type == "IAMUser" ? "User" : type == "Root" ? "Account" : type == "AssumedRole" ? type : "";
  }

  void service(const std::string& name) {
    set("aws:principalservicename", name);
    set("aws:principalisawsservice", "true");
    call_.principal = name;
  }

  // Long-term keys of a user and root carry no word on a second factor.
  void session() {
    const Identity& identity = event_.identity;
    if (identity.mfa) {
      set("aws:multifactorauthpresent", *identity.mfa ? "true" : "false");
      if (!*identity.mfa) call_.absent.insert("aws:multifactorauthage");
    } else if (identity.type == "IAMUser" && identity.token_issued.empty()) {
      call_.absent.insert("aws:multifactorauthpresent");
      call_.absent.insert("aws:multifactorauthage");
    }
    set_or_absent("aws:tokenissuetime", identity.token_issued);
    set_or_absent("aws:sourceidentity", identity.source_identity);
  }

  // A service that calls on somebody's behalf stands where the address would.
  void network() {
    bool address = access::parse_cidr(event_.source_ip).has_value();
    bool through_endpoint = !event_.endpoint.empty();
    if (address && !through_endpoint) set("aws:sourceip", event_.source_ip);
    if (through_endpoint || !address) call_.absent.insert("aws:sourceip");
    set_or_absent("aws:sourcevpce", event_.endpoint);
    if (through_endpoint && address) set("aws:vpcsourceip", event_.source_ip);
    if (!through_endpoint) {
      call_.absent.insert("aws:sourcevpc");
      call_.absent.insert("aws:vpcsourceip");
    }
    set("aws:useragent", event_.user_agent);
    if (event_.tls) set("aws:securetransport", "true");
  }

  void resource() {
    call_.resource_known = !actions_.takes_resources(call_.request.action);
    if (call_.resource_known) return;
    for (const NamedResource& named : event_.resources) {
      if (take(named.arn)) return set("aws:resourceaccount", named.account);
    }
    for (const std::string& arn : named_arns()) {
      if (take(arn)) return;
    }
  }

  bool take(const std::string& arn) {
    const auto type = actions_.type_of(call_.request.action, arn);
    if (!type) return false;
    call_.request.resource = arn;
    call_.request.resource_type = *type;
    call_.resource_known = true;
    return true;
  }

  std::string parameter(const std::string& name) const {
    auto found = event_.parameters.find(name);
    return found == event_.parameters.end() ? "" : found->second;
  }

  // What the parameters name; the action's resource types tell which of them it is about. An object comes before its
  // bucket.
  std::vector<std::string> named_arns() const {
    std::vector<std::string> arns;
    auto add = [&](const std::string& before, const std::string& name) {
      if (name.empty()) return;
      bool whole = name.starts_with("arn:") || before.empty();
      arns.push_back(whole ? name : fmt::format("arn:{}:{}{}", partition_, before, name));
    };
    std::string bucket = parameter("bucketName"), key = parameter("key");
    if (!bucket.empty() && !key.empty()) add("s3:::", bucket + "/" + key);
    add("s3:::", bucket);
    std::string iam = "iam::" + event_.recipient_account + ":";
    add("", parameter("policyArn"));
    if (event_.source.starts_with("sts.")) add("", parameter("roleArn"));
    if (event_.source.starts_with("iam.")) {
      add(iam + "role/", parameter("roleName"));
      add(iam + "user/", parameter("userName"));
      add(iam + "group/", parameter("groupName"));
      add(iam + "policy/", parameter("policyName"));
      add(iam + "instance-profile/", parameter("instanceProfileName"));
    }
    std::string here = event_.region + ":" + event_.recipient_account + ":";
    if (event_.source.starts_with("lambda.")) add("lambda:" + here + "function:", parameter("functionName"));
    if (event_.source.starts_with("dynamodb.")) add("dynamodb:" + here + "table/", parameter("tableName"));
    if (event_.source.starts_with("cloudtrail.")) {
      add("cloudtrail:" + here + "trail/", parameter("trailName"));
      add("cloudtrail:" + here + "trail/", parameter("name"));
    }
    add("", parameter("topicArn"));
    add("", parameter("resourceArn"));
    return arns;
  }

  void parameters() {
    call_.tags_known = !event_.may_carry_tags;
    std::vector<std::string> keys;
    for (const auto& [key, value] : event_.tags) {
      set(std::string(kRequestTag) + to_lower(key), value);
      keys.push_back(key);
    }
    if (!keys.empty()) {
      call_.request.context["aws:tagkeys"] = std::move(keys);
      call_.request.multivalued.insert("aws:tagkeys");
    } else if (call_.tags_known) {
      call_.absent.insert("aws:tagkeys");
    }
    bool lists = call_.request.action == "s3:ListBucket" || call_.request.action == "s3:ListBucketVersions";
    if (lists) set_or_absent("s3:prefix", parameter("prefix"));
  }

  const Event& event_;
  const Actions& actions_;
  std::string_view partition_;
  Call call_;
};

}  // namespace

access::Known Call::knows(std::string_view key) const {
  if (key == "resource.arn") return resource_known ? access::Known::Yes : access::Known::No;
  bool told = request.find(key) != nullptr || absent.contains(key) || (tags_known && key.starts_with(kRequestTag));
  return told ? access::Known::Yes : access::Known::No;
}

std::string action_of(std::string_view source, std::string_view event, const catalog::Catalog& catalog) {
  return action_of(source, event, CatalogActions(catalog));
}

Reading reading_of(const Event& event, const Actions& actions, std::string& action) {
  const bool api = event.type.empty() || event.type == "AwsApiCall";
  if (!api) return Reading::NotACall;
  if (was_refused(event)) return Reading::Refused;
  action = action_of(event.source, event.name, actions);
  return action.empty() ? Reading::NoAction : Reading::Call;
}

Call call_of(const Event& event, const Actions& actions, std::string_view partition) {
  return Maker(event, actions, partition).make();
}

Call call_of(const Event& event, const catalog::Catalog& catalog, std::string_view partition) {
  return call_of(event, CatalogActions(catalog), partition);
}

}  // namespace berm::cloudtrail
