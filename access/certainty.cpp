#include "access/certainty.h"

#include <algorithm>

#include "access/caller.h"
#include "access/operators.h"
#include "base/text.h"

namespace berm::access {
namespace {

class Matcher {
 public:
  Matcher(const Statement& statement, const Asked& asked) : statement_(statement), asked_(asked) {}

  Match match() {
    bool applies = matches_actions(statement_, asked_.request) && principals() && resources() && conditions();
    if (!applies) return {};
    std::sort(match_.keys.begin(), match_.keys.end());
    match_.keys.erase(std::unique(match_.keys.begin(), match_.keys.end()), match_.keys.end());
    match_.certainty = match_.keys.empty() ? Certainty::Yes : Certainty::Maybe;
    return std::move(match_);
  }

 private:
  // A Deny with NotPrincipal speaks of everyone who has a boundary, as AWS documents it.
  bool principals() {
    if (!has_principals(asked_.kind)) return true;
    if (asked_.bounded && statement_.not_principal && statement_.effect == Effect::Deny) return true;
    bool matched = matches_principals(statement_, asked_.request);
    if (known("aws:userid") != Known::No || !depends_on_session(matched)) return matched;
    match_.keys.push_back("aws:userid");
    return true;
  }

  // Whether the session's name, where it is not known, decides on the principal.
  bool depends_on_session(bool matched) const {
    for (const PrincipalEntry& entry : statement_.principals) {
      for (const std::string& value : entry.values) {
        if (value.find(":assumed-role/") == std::string::npos) continue;
        Request named = asked_.request;
        named.context["aws:userid"] = {"A:" + std::string(split(value, '/').back())};
        if (matches_principals(statement_, named) != matched) return true;
      }
    }
    return false;
  }

  bool resources() {
    if (known("resource.arn") != Known::Yes) return any_resource();
    bool open = false;
    for (const std::string& text : statement_.resources) open = note_variables(text) || open;
    return open || matches_resources(statement_, asked_.request, asked_.kind, asked_.version);
  }

  // Of a call whose resource is not known.
  bool any_resource() {
    const auto& listed = statement_.resources;
    if (listed.empty()) return true;
    if (std::find(listed.begin(), listed.end(), "*") != listed.end()) return !statement_.not_resource;
    match_.keys.push_back("resource.arn");
    return true;
  }

  bool conditions() {
    return std::all_of(statement_.conditions.begin(), statement_.conditions.end(),
                       [&](const Condition& condition) { return holds(condition); });
  }

  bool holds(const Condition& condition) {
    if (is_open(condition)) {
      match_.open.push_back(&condition);
      return true;
    }
    return matches_condition(condition, asked_.request.find(to_lower(condition.key)), asked_.request, asked_.version);
  }

  bool is_open(const Condition& condition) {
    std::string key = to_lower(condition.key);
    Known knowledge = known(key);
    bool open = knowledge == Known::No || (knowledge == Known::Presence && !asks_presence(condition));
    if (open) match_.keys.push_back(std::move(key));
    for (const std::string& value : condition.values) open = note_variables(value) || open;
    return open;
  }

  static bool asks_presence(const Condition& condition) {
    auto op = parse_operator(condition.op);
    return op && op->comparison == Comparison::Presence;
  }

  // The variables of the text whose values are not known.
  bool note_variables(std::string_view text) {
    bool open = false;
    if (asked_.version != "2012-10-17") return open;
    for (size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
      std::string_view name = text.substr(at + 2);
      std::string key = to_lower(name.substr(0, name.find_first_of("},")));
      if (known(key) == Known::Yes) continue;
      match_.keys.push_back(std::move(key));
      open = true;
    }
    return open;
  }

  Known known(std::string_view key) const { return asked_.known ? asked_.known(key) : Known::Yes; }

  const Statement& statement_;
  const Asked& asked_;
  Match match_;
};

}  // namespace

Match match_statement(const Statement& statement, const Asked& asked) { return Matcher(statement, asked).match(); }

}  // namespace berm::access
