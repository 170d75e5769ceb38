#include "sim/question.h"

#include <algorithm>

#include "access/arn.h"
#include "base/text.h"
#include "fmt/format.h"
#include "runtime/calls/ask.h"

namespace berm::sim {
namespace {

std::string in_parts(std::string_view arn, size_t index) {
  auto parts = access::arn_parts(arn);
  return parts.size() == 6 ? std::string(parts[index]) : std::string();
}

class Maker {
 public:
  Maker(const Question& question, const Place& place, Diagnostics& diagnostics)
      : question_(question), place_(place), diagnostics_(diagnostics) {}

  std::optional<Asked> make() {
    if (!action() || !principal() || !resource() || !context()) return std::nullopt;
    suppose();
    derive_keys(asked_, place_);
    return std::move(asked_);
  }

 private:
  bool wrong(std::string message, std::string help) {
    diagnostics_.add(DiagnosticKind::BadUsage, std::move(message)).help(std::move(help));
    return false;
  }

  bool action() {
    const std::string& action = question_.action;
    size_t colon = action.find(':');
    bool formed = colon != std::string::npos && colon > 0 && colon + 1 < action.size() && !has_wildcard(action);
    if (!formed) return wrong(fmt::format("`{}` is not an action", action), "one in full, such as `s3:GetObject`");
    asked_.request.action = action;
    if (place_.catalog.action(action)) return true;
    note(fmt::format("the catalogue knows no action `{}`", action), place_.catalog.nearest_action(action));
    return true;
  }

  // Twelve digits of an id or a name; empty: reported.
  std::string account_id(const std::string& text) {
    if (is_account_id(text)) return text;
    if (const manifest::Account* account = manifest::find_account(place_.organisation, text)) return account->id;
    wrong(fmt::format("`{}` is no account", text), "twelve digits, or a name of an account of `organisation`");
    return {};
  }

  bool principal() {
    const std::string& text = question_.principal;
    std::string account = question_.account.empty() ? std::string() : account_id(question_.account);
    if (!question_.account.empty() && account.empty()) return false;
    if (text == "anonymous") return true;
    if (text.starts_with("arn:")) return of_account(text, account) && caller(text);
    if (text.ends_with(".amazonaws.com") || text.ends_with(".amazonaws.com.cn")) return service(text);
    bool entity = text.starts_with("role/") || text.starts_with("user/") || text == "root";
    if (entity && !account.empty()) return caller(fmt::format("arn:{}:iam::{}:{}", place_.partition, account, text));
    if (entity)
      return wrong(fmt::format("`{}` is of no account", text), "say which one with `account`, or write the ARN");
    return wrong(fmt::format("`{}` is not a principal", text),
                 "an ARN, `role/NAME` with an account, a service such as `lambda.amazonaws.com`, or `anonymous`");
  }

  bool of_account(const std::string& arn, const std::string& account) {
    if (account.empty() || in_parts(arn, 4) == account) return true;
    return wrong(fmt::format("`{}` is not of the account {}", arn, account), "leave `account` out: the ARN says it");
  }

  bool service(const std::string& name) {
    set("aws:PrincipalServiceName", {name});
    set("aws:PrincipalIsAWSService", {"true"});
    return true;
  }

  // "arn:aws:sts::A:assumed-role/R/S" is the role R, whose path the session does not tell, in a session named S.
  bool caller(const std::string& arn) {
    if (!calls::is_caller(arn)) {
      return wrong(fmt::format("`{}` is not the ARN of one principal", arn),
                   "such as `arn:aws:iam::111122223333:role/ops` or the ARN of a session");
    }
    auto words = split(arn, '/');
    bool session = arn.find(":assumed-role/") != std::string::npos && words.size() == 3;
    if (session) {
      set("aws:userid", {fmt::format("AROAEXAMPLE:{}", words[2])});
      set("aws:PrincipalArn", {fmt::format("arn:{}:iam::{}:role/{}", in_parts(arn, 1), in_parts(arn, 4), words[1])});
    } else {
      set("aws:PrincipalArn", {arn});
    }
    std::string entity = in_parts(arn, 5);
    bool user = entity.starts_with("user/");
    if (user) set("aws:username", {std::string(words.back())});
    set("aws:PrincipalType", {user ? "User" : entity == "root" ? "Account" : "AssumedRole"});
    return true;
  }

  bool resource() {
    const std::string& arn = question_.resource;
    if (arn != "*" && in_parts(arn, 5).empty()) {
      return wrong(fmt::format("`{}` is not the ARN of a resource", arn), "an ARN, or `*` where the action takes none");
    }
    asked_.request.resource = arn;
    if (!question_.resource_account.empty()) {
      std::string account = account_id(question_.resource_account);
      if (account.empty()) return false;
      asked_.request.context["aws:resourceaccount"] = {account};
    }
    return true;
  }

  // What a question leaves open is as usual: the caller's own resource, the resource's region, over TLS.
  void suppose() {
    const auto* caller = asked_.request.find("aws:principalarn");
    std::string owner = in_parts(question_.resource, 4), region = in_parts(question_.resource, 3);
    if (!is_account_id(owner) && caller) owner = in_parts(caller->front(), 4);
    set_missing("aws:ResourceAccount", owner);
    set_missing("aws:RequestedRegion", region.empty() ? "us-east-1" : region);
    set_missing("aws:SecureTransport", "true");
  }

  void set_missing(const std::string& key, const std::string& text) {
    if (!text.empty() && !asked_.request.find(to_lower(key))) set(key, {text});
  }

  bool context() {
    for (const auto& [key, values] : question_.context) {
      auto known = place_.catalog.condition_key(key);
      if (!known)
        note(fmt::format("the catalogue knows no condition key `{}`", key), place_.catalog.nearest_condition_key(key));
      std::string lower = to_lower(key);
      asked_.request.context[lower] = values;
      std::erase_if(asked_.derived, [&](const std::string& each) { return to_lower(each) == lower; });
      if (known && known->multivalued) asked_.request.multivalued.insert(lower);
    }
    return true;
  }

  void note(std::string text, const std::optional<std::string>& nearest) {
    if (nearest) text += fmt::format("; did you mean `{}`?", *nearest);
    asked_.notes.push_back(std::move(text));
  }

  void set(std::string key, std::vector<std::string> values) {
    asked_.request.context[to_lower(key)] = std::move(values);
    asked_.derived.push_back(std::move(key));
  }

  const Question& question_;
  const Place& place_;
  Diagnostics& diagnostics_;
  Asked asked_;
};

class Deriver {
 public:
  Deriver(Asked& asked, const Place& place) : asked_(asked), place_(place) {}

  void derive() {
    bool service = !asked_.request.first("aws:principalservicename").empty();
    std::string caller = account_of("aws:principalaccount", asked_.request.first("aws:principalarn"));
    if (!service && !caller.empty()) add_caller(caller);
    std::string resource = account_of("aws:resourceaccount", asked_.request.resource);
    add("aws:ResourceAccount", resource);
    add_organisation(resource, "aws:ResourceOrgID", "aws:ResourceOrgPaths");
  }

 private:
  std::string account_of(std::string_view key, std::string_view arn) const {
    std::string_view named = asked_.request.first(key);
    if (!named.empty()) return std::string(named);
    std::string account = in_parts(arn, 4);
    return is_account_id(account) ? account : "";
  }

  void add_caller(const std::string& account) {
    add("aws:PrincipalAccount", account);
    add("aws:PrincipalIsAWSService", "false");
    add("aws:ViaAWSService", "false");
    add_organisation(account, "aws:PrincipalOrgID", "aws:PrincipalOrgPaths");
  }

  // Members only; where no tree is drawn, the caller is taken for one.
  void add_organisation(const std::string& account, const std::string& id_key, const std::string& paths_key) {
    const manifest::Organisation& organisation = place_.organisation;
    auto above = manifest::units_above(organisation, account);
    bool home = !organisation.root && account == asked_.request.first("aws:principalaccount");
    bool member = !above.empty() || home || account == organisation.management_account;
    if (account.empty() || !member) return;
    add(id_key, organisation.id);
    if (above.empty() || organisation.id.empty()) return;
    std::string path = organisation.id + "/";
    for (const manifest::Unit* unit : above) path += unit->id + "/";
    add(paths_key, path);
    asked_.request.multivalued.insert(to_lower(paths_key));
  }

  void add(const std::string& key, const std::string& text) {
    if (text.empty() || !asked_.request.context.try_emplace(to_lower(key), std::vector<std::string>{text}).second)
      return;
    asked_.derived.push_back(key);
  }

  Asked& asked_;
  const Place& place_;
};

}  // namespace

std::optional<Asked> make_request(const Question& question, const Place& place, Diagnostics& diagnostics) {
  return Maker(question, place, diagnostics).make();
}

void derive_keys(Asked& asked, const Place& place) { Deriver(asked, place).derive(); }

}  // namespace berm::sim
