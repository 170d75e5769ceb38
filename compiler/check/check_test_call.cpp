// call { principal … action … }: one request, with the keys that such a request carries.
#include <array>
#include <map>
#include <set>

#include "base/text.h"
#include "compiler/check/checker.h"
#include "compiler/check/names.h"
#include "fmt/format.h"
#include "ir/variables.h"

namespace berm::check {
namespace {

constexpr std::string_view kAccount = "111122223333";
constexpr std::string_view kPermissionSetSuffix = "_0123456789abcdef";
constexpr std::array<std::string_view, 11> kFields = {"principal",     "action", "resource", "region", "account",
                                                      "org",           "ou",     "context",  "tags",   "resource_tags",
                                                      "principal_tags"};

std::string text_of(const ir::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value.data)) return *text;
  if (const auto* flag = std::get_if<bool>(&value.data)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<int64_t>(&value.data)) return fmt::format("{}", *number);
  if (const auto* number = std::get_if<double>(&value.data)) return fmt::format("{}", *number);
  return "";
}

std::vector<std::string> texts_of(const ir::Value& value) {
  const auto* list = std::get_if<ir::ValueList>(&value.data);
  if (!list) return {text_of(value)};
  std::vector<std::string> out;
  for (const ir::Value& element : *list) out.push_back(text_of(element));
  return out;
}

}  // namespace

class TestCall {
 public:
  TestCall(Checker& checker, const ast::CallCase& call, size_t file)
      : checker_(checker), call_(call), place_{file, &checker.file_scopes_[file]} {}

  access::Request make() {
    sort_fields();
    account_ = one_text("account", ir::Type::Account).value_or(std::string(kAccount));
    org_ = one_text("org", ir::Type::String).value_or(std::string(kMadeUpOrganisation));
    action();
    principal();
    resource();
    if (auto region = one_text("region", ir::Type::Region)) set("aws:requestedregion", {*region});
    if (auto ou = one_text("ou", ir::Type::String)) set("aws:principalorgpaths", {*ou});
    tags("tags", "aws:requesttag/");
    tags("resource_tags", "aws:resourcetag/");
    tags("principal_tags", "aws:principaltag/");
    context();
    return std::move(request_);
  }

 private:
  using Field = ast::CallCase::Field;

  Diagnostic& report(std::string message, Span at) {
    return checker_.report(DiagnosticKind::InvalidTestCall, std::move(message), at);
  }
  void set(std::string key, std::vector<std::string> values) { request_.context[std::move(key)] = std::move(values); }
  const Field* field(std::string_view name) const {
    auto at = fields_.find(name);
    return at == fields_.end() ? nullptr : at->second;
  }

  void sort_fields() {
    for (const Field& each : call_.fields) {
      NearestName nearest(each.name.text);
      bool known = false;
      for (std::string_view name : kFields) {
        nearest.offer(name);
        known |= name == each.name.text;
      }
      if (!known) {
        Diagnostic& diagnostic = report(fmt::format("a call has no `{}`", each.name.text), each.name.span);
        std::optional<std::string> best = nearest.best();
        diagnostic.help(best ? fmt::format("did you mean `{}`?", *best)
                             : "any condition key may stand in `context { … }`");
        continue;
      }
      auto [at, fresh] = fields_.try_emplace(each.name.text, &each);
      if (!fresh)
        report(fmt::format("`{}` stands twice", each.name.text), each.name.span)
            .label(at->second->name.span, "first here");
    }
  }

  std::optional<std::string> one_text(std::string_view name, ir::Type type) {
    const Field* found = field(name);
    if (!found || !found->value) return std::nullopt;
    auto value = checker_.constant(*found->value, place_, Type::of(type));
    return value ? std::optional(text_of(*value)) : std::nullopt;
  }

  void action() {
    const Field* found = field("action");
    if (!found) {
      report("the call has no action", call_.span).help("add `action service:Name`");
      return;
    }
    const auto& items = found->actions.items;
    bool one = items.size() == 1 && items[0].kind != ast::ActionItem::Kind::Named && !has_wildcard(items[0].pattern);
    if (!one) {
      report("a call has one action, written in full", found->actions.span);
      return;
    }
    if (!checker_.lower(found->actions, place_.file).items.empty()) request_.action = std::string(items[0].pattern);
  }

  void principal() {
    const Field* found = field("principal");
    if (!found) {
      report("the call has no principal", call_.span).help("add `principal role \"name\"`");
      return;
    }
    if (found->who.terms.size() == 1) return term(found->who.terms[0], place_, 0);
    report("a call has one principal", found->who.span);
  }

  // `depth` bounds names that stand for names; a cycle is reported where the principals are made.
  void term(const ast::PrincipalTerm& term, const Place& place, int depth) {
    if (term.kind == ast::PrincipalKind::Named) return named(term, place, depth);
    std::optional<std::string> text = argument(term, place);
    if (!text) return;
    set("aws:principalaccount", {account_});
    set("aws:principalorgid", {org_});
    switch (term.kind) {
      // AWS says "false" in every session of a role that was assumed without MFA; a user's long-term keys lack the key.
      case ast::PrincipalKind::Role:
        caller("role/" + *text, "AssumedRole");
        set("aws:multifactorauthpresent", {"false"});
        break;
      case ast::PrincipalKind::User: caller("user/" + *text, "User"); break;
      case ast::PrincipalKind::Root: caller("root", "Account"); break;
      case ast::PrincipalKind::Sso:
        caller(fmt::format("role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_{}{}", *text, kPermissionSetSuffix),
               "AssumedRole");
        break;
      case ast::PrincipalKind::Service:
        request_.context.clear();
        set("aws:principalservicename", {*text});
        set("aws:principalisawsservice", {"true"});
        break;
      case ast::PrincipalKind::Anyone:  // nobody whom AWS knows, as whoever shows a token of his provider
        request_.context.clear();
        set("aws:principalaccount", {"anonymous"});
        set("aws:principaltype", {"Anonymous"});
        break;
      default:
        report("a call has one principal, and this names many", term.span)
            .help(
                "name a `role`, `user`, `sso`, `service`, `root` or `anyone`; `account` and `org` may stand beside it");
        return;
    }
    for (const ast::Narrowing& narrowing : term.narrowings) narrow(narrowing, place);
  }

  void caller(const std::string& resource, std::string type) {
    set("aws:principalarn", {fmt::format("arn:{}:iam::{}:{}", checker_.input_.partition, account_, resource)});
    set("aws:principaltype", {std::move(type)});
  }

  void named(const ast::PrincipalTerm& term, const Place& place, int depth) {
    const Symbol* symbol =
        term.named ? checker_.named(*term.named, place, SymbolKind::Principal, "a principal") : nullptr;
    if (!symbol || depth > kMaxNames) return;
    const ast::Who& who = std::get<ast::PrincipalDecl>(*symbol->decl).who;
    if (who.terms.size() != 1) {
      report(fmt::format("a call has one principal, and `{}` names several", checker_.folded(term.span)), term.span)
          .label(symbol->base->name.span, "declared here");
      return;
    }
    this->term(who.terms[0], {symbol->file, &checker_.file_scopes_[symbol->file]}, depth + 1);
    for (const ast::Narrowing& narrowing : term.narrowings) narrow(narrowing, place);
  }

  // A concrete name: what it may be is checked as anywhere else.
  std::optional<std::string> argument(const ast::PrincipalTerm& term, const Place& place) {
    if (!term.argument) return "";
    if (checker_.lower_kind(term, place).empty()) return std::nullopt;
    auto texts = checker_.texts(*term.argument, place, ir::Type::String, "a name", DiagnosticKind::InvalidTestCall);
    if (!texts) return std::nullopt;
    if (texts->size() == 1 && !has_wildcard(texts->front())) return texts->front();
    report(fmt::format("a call has one principal, and `{}` fits many", texts->empty() ? "" : texts->front()),
           term.argument->span)
        .help("write a name without wildcards");
    return std::nullopt;
  }

  // The oldest MFA that still counts; of plain `with mfa`, a fresh one.
  void narrow(const ast::Narrowing& narrowing, const Place& place) {
    if (narrowing.kind == ast::Narrowing::Kind::Mfa) {
      set("aws:multifactorauthpresent", {"true"});
      set("aws:multifactorauthage", {"0"});
      if (!narrowing.within) return;
      auto seconds = checker_.constant(*narrowing.within, place, Type::of(ir::Type::Duration));
      if (seconds) set("aws:multifactorauthage", {text_of(*seconds)});
      return;
    }
    if (narrowing.op != ast::BinaryOp::Equal) {
      report("a caller's tag has one value", narrowing.span).help("write `tagged \"key\" == \"value\"`");
      return;
    }
    auto key = checker_.constant(*narrowing.key, place, Type::of(ir::Type::String));
    auto value = checker_.constant(*narrowing.value, place, Type::of(ir::Type::String));
    if (key && value) set(to_lower("aws:principaltag/" + text_of(*key)), {text_of(*value)});
  }

  void resource() {
    std::optional<catalog::Action> action = checker_.catalog_.action(request_.action);
    std::optional<std::string> arn = one_text("resource", ir::Type::Arn);
    if (!arn) {
      // Without an ARN the leg is known only where there is one.
      if (action && action->resources.size() == 1) request_.resource_type = std::string(action->resources[0].type.name);
      return;
    }
    request_.resource = *arn;
    if (!action || *arn == "*") return;
    if (auto type = checker_.catalog_.resource_type_of(*action, *arn)) {
      request_.resource_type = std::string(*type);
      return;
    }
    report(fmt::format("`{}` does not act on `{}`", request_.action, *arn), field("resource")->value->span)
        .help(action->resources.empty() ? "it has no resources; remove the field"
                                        : fmt::format("it acts on {}", resource_words(*action)));
  }

  static std::string resource_words(const catalog::Action& action) {
    constexpr size_t kMost = 3;
    if (action.resources.size() == 1) return fmt::format("`{}`", action.resources[0].type.arn);
    std::vector<std::string> names;
    for (size_t i = 0; i < std::min(kMost, action.resources.size()); ++i)
      names.push_back(fmt::format("`{}`", action.resources[i].type.name));
    if (action.resources.size() > kMost) names.push_back("…");
    return join(names, ", ");
  }

  std::optional<ir::ValueMap> entries(std::string_view name) {
    const Field* found = field(name);
    if (!found || !found->value) return std::nullopt;
    auto value = checker_.constant(*found->value, place_, Type{});
    if (!value) return std::nullopt;
    if (auto* map = std::get_if<ir::ValueMap>(&value->data)) return std::move(*map);
    report(fmt::format("`{}` takes keys and values", name), found->value->span)
        .help(fmt::format("write `{} {{ \"key\" = \"value\" }}`", name));
    return std::nullopt;
  }

  void tags(std::string_view name, std::string_view prefix) {
    std::optional<ir::ValueMap> found = entries(name);
    if (!found) return;
    std::vector<std::string> keys;
    for (const auto& [key, value] : *found) {
      set(to_lower(std::string(prefix) + key), {text_of(value)});
      keys.push_back(key);
    }
    if (name == "tags") set("aws:tagkeys", std::move(keys));
  }

  void context() {
    std::optional<ir::ValueMap> found = entries("context");
    if (!found) return;
    for (const auto& [key, value] : *found) {
      check_key(key);
      set(to_lower(key), texts_of(value));
    }
  }

  // A key that no rule reads and the catalogue lacks is a typo.
  void check_key(const std::string& key) {
    if (checker_.catalog_.condition_key(key) || tested_keys().contains(to_lower(key))) return;
    Diagnostic& diagnostic = checker_.report(DiagnosticKind::UnknownConditionKey,
                                             fmt::format("unknown condition key `{}`", key), key_span(key));
    if (auto near = checker_.catalog_.nearest_condition_key(key))
      diagnostic.help(fmt::format("did you mean `{}`?", *near));
  }

  Span key_span(const std::string& key) const {
    const ast::Expr& object = *field("context")->value;
    for (size_t i = 0; i < object.children.size(); i += 2) {
      if (object.children[i]->text == key) return object.children[i]->span;
    }
    return object.span;
  }

  std::set<std::string> tested_keys() const {
    std::set<std::string> keys;
    auto add = [&](const auto& clause) {
      if (clause.condition) keys.merge(ir::keys_read(*clause.condition));
    };
    for (const ir::Rule& rule : checker_.module_.rules) {
      std::for_each(rule.calls.begin(), rule.calls.end(), add);
      std::for_each(rule.allows.begin(), rule.allows.end(), add);
    }
    return keys;
  }

  static constexpr int kMaxNames = 32;

  Checker& checker_;
  const ast::CallCase& call_;
  Place place_;
  std::map<std::string_view, const Field*> fields_;
  std::string account_, org_;
  access::Request request_;
};

void Checker::check_call(const ast::CallCase& call, size_t file, ir::TestStep& step) {
  step.call = TestCall(*this, call, file).make();
}

}  // namespace berm::check
