#include "access/stack.h"

#include <algorithm>

#include "access/arn.h"
#include "access/aws_owned.h"
#include "access/caller.h"
#include "access/certainty.h"
#include "base/text.h"

namespace berm::access {
namespace {

enum class Stance : bool { Worst, Best };

class Decider {
 public:
  Decider(const Stack& stack, const Request& request, const Knowledge& known, Stance stance)
      : stack_(stack), request_(request), known_(known), stance_(stance), caller_(caller_of(request)) {}

  Verdict decide() {
    if (by_aws()) return std::move(verdict_);
    add_organisation();
    add(Layer::Endpoint, DocumentKind::Endpoint, stack_.endpoint);
    boundary_ = add(Layer::Boundary, DocumentKind::PermissionBoundary, in_account(stack_.boundary));
    session_ = add(Layer::Session, DocumentKind::Session, in_account(stack_.session));
    identity_ = add_identity();
    resource_ = add(Layer::Resource, DocumentKind::Resource, stack_.resource);
    conclude();
    return std::move(verdict_);
  }

 private:
  // ---- layers

  bool by_aws() {
    Step step;
    step.layer = Layer::Aws;
    step.note = refused_by_aws(request_);
    if (step.note.empty() && needs_no_permission(request_)) {
      step.note = "the call needs no permission, and none can be taken";
      step.decision = verdict_.decision = Decision::Allow;
    }
    if (step.note.empty()) return false;
    verdict_.steps.push_back(std::move(step));
    verdict_.decisive = {0};
    return true;
  }

  void add_organisation() {
    std::string free = unbound_by_scp();
    for (const Level& level : stack_.scps) add_level(Layer::Scp, DocumentKind::Scp, level, free);
    free = unbound_by_rcp();
    for (const Level& level : stack_.rcps) add_level(Layer::Rcp, DocumentKind::Rcp, level, free);
  }

  std::string unbound_by_scp() const {
    if (stack_.caller_in_management) return "the management account is not bound";
    if (caller_.service_linked) return "service-linked roles are not bound";
    if (caller_.kind == CallerKind::Service) return "services of AWS are not bound";
    return caller_.in_account() ? "" : "callers outside the organisation's accounts are not bound";
  }

  std::string unbound_by_rcp() const {
    if (stack_.resource_in_management) return "resources of the management account are not bound";
    if (!stack_.rcp_supported) return "they don't cover the service";
    if (equals_ignore_case(request_.action, "kms:RetireGrant")) return "they don't cover kms:RetireGrant";
    return caller_.service_linked ? "service-linked roles are not bound" : "";
  }

  void add_level(Layer layer, DocumentKind kind, const Level& level, const std::string& free) {
    Step step = free.empty() ? evaluate_all(layer, kind, level.documents) : Step();
    step.layer = layer;
    step.level = level.name;
    step.applies = free.empty();
    step.note = free;
    // RCPFullAWSAccess is attached everywhere and can't be taken off.
    if (layer == Layer::Rcp && step.decision == Decision::ImplicitDeny) step.decision = Decision::Allow;
    verdict_.steps.push_back(std::move(step));
  }

  // Boundaries and session policies are those of IAM callers.
  const std::optional<Documents>& in_account(const std::optional<Documents>& documents) const {
    static const std::optional<Documents> kNone;
    return caller_.in_account() ? documents : kNone;
  }

  // The place of the step; none where nothing is given.
  std::optional<size_t> add(Layer layer, DocumentKind kind, const std::optional<Documents>& documents) {
    if (!documents) return std::nullopt;
    verdict_.steps.push_back(evaluate_all(layer, kind, *documents));
    return verdict_.steps.size() - 1;
  }

  std::optional<size_t> add_identity() {
    if (!caller_.in_account()) return std::nullopt;
    bool root = caller_.kind == CallerKind::Root;
    if (stack_.identity && !root) return add(Layer::Identity, DocumentKind::Identity, stack_.identity);
    Step step;
    step.layer = Layer::Identity;
    step.given = root;
    step.decision = Decision::Allow;
    if (root) step.note = "the root user needs none";
    verdict_.steps.push_back(std::move(step));
    return verdict_.steps.size() - 1;
  }

  Step evaluate_all(Layer layer, DocumentKind kind, const Documents& documents) {
    Step step;
    step.layer = layer;
    for (const Attached& attached : documents) {
      if (step.decision != Decision::ExplicitDeny) evaluate_one(attached, kind, step);
    }
    return step;
  }

  void evaluate_one(const Attached& attached, DocumentKind kind, Step& step) {
    const Document& document = *attached.document;
    Asked asked{request_, known_, kind, document.version, stack_.boundary.has_value() && caller_.in_account()};
    for (size_t i = 0; i < document.statements.size(); ++i) {
      const Statement& statement = document.statements[i];
      Match match = match_statement(statement, asked);
      for (const Condition* open : match.open) verdict_.open.push_back({step.layer, statement.effect, open});
      if (!counts(match, statement.effect)) continue;
      bool allow = statement.effect == Effect::Allow;
      if (allow && step.layer == Layer::Resource) grantee_ = std::max(grantee_, granted_to(statement, match));
      if (allow ? step.decision != Decision::ImplicitDeny : step.decision == Decision::ExplicitDeny) continue;
      step.decision = allow ? Decision::Allow : Decision::ExplicitDeny;
      step.document = attached.name;
      step.statement = static_cast<int>(i);
      step.keys = std::move(match.keys);
    }
  }

  // Where it may be the session that is named, it is.
  Grantee granted_to(const Statement& statement, const Match& match) const {
    bool session = std::find(match.keys.begin(), match.keys.end(), "aws:userid") != match.keys.end();
    return session ? Grantee::Caller : grantee(statement, request_);
  }

  // At best an Allow that may apply does, and a Deny does not.
  bool counts(const Match& match, Effect effect) const {
    if (match.certainty != Certainty::Maybe) return match.certainty == Certainty::Yes;
    return (effect == Effect::Allow) == (stance_ == Stance::Best);
  }

  // ---- conclusion

  void conclude() {
    if (denied()) return;
    std::vector<size_t> lacking;
    for (size_t i = 0; i < verdict_.steps.size(); ++i) {
      Layer layer = verdict_.steps[i].layer;
      bool ceiling = layer == Layer::Scp || layer == Layer::Rcp || layer == Layer::Endpoint;
      if (ceiling && verdict_.steps[i].applies && !allows(i)) lacking.push_back(i);
    }
    std::vector<size_t> granting = grant(lacking);
    verdict_.decision = lacking.empty() ? Decision::Allow : Decision::ImplicitDeny;
    verdict_.decisive = lacking.empty() ? granting : lacking;
  }

  bool denied() {
    for (size_t i = 0; i < verdict_.steps.size(); ++i) {
      if (verdict_.steps[i].decision == Decision::ExplicitDeny) verdict_.decisive.push_back(i);
    }
    if (!verdict_.decisive.empty()) verdict_.decision = Decision::ExplicitDeny;
    return !verdict_.decisive.empty();
  }

  bool allows(std::optional<size_t> step) const { return step && verdict_.steps[*step].decision == Decision::Allow; }

  // What grants; what is missing is added to `lacking`.
  std::vector<size_t> grant(std::vector<size_t>& lacking) {
    bool outside = !caller_.in_account();
    bool across = !outside && caller_.account != resource_account(request_);
    std::string needed = needs_resource(outside, across);
    std::vector<size_t> granting;
    if (!needed.empty()) {
      if (!resource_) resource_ = assume_resource();
      verdict_.steps[*resource_].note = needed;
      (allows(resource_) ? granting : lacking).push_back(*resource_);
    }
    bool by_resource = allows(resource_) && verdict_.steps[*resource_].given;
    if (outside || (!across && by_resource && grantee_ == Grantee::Caller)) {
      return by_resource ? std::vector<size_t>{*resource_} : granting;
    }
    for (auto ceiling : {boundary_, session_}) {
      if (ceiling && !allows(ceiling)) lacking.push_back(*ceiling);
    }
    if (!across && by_resource && grantee_ == Grantee::Role) return {*resource_};
    (allows(identity_) ? granting : lacking).push_back(*identity_);
    return granting;
  }

  std::string needs_resource(bool outside, bool across) const {
    std::string action = to_lower(request_.action);
    if (outside) return "a caller that is no IAM user or role needs it";
    if (across) return "access across accounts needs it too";
    if (action.starts_with("kms:") && arn_like("arn:*:kms:*:*:key/*", request_.resource))
      return "a key's policy decides";
    bool trust = action.starts_with("sts:") && arn_like("arn:*:iam::*:role/*", request_.resource);
    return trust ? "a role's trust policy decides" : "";
  }

  size_t assume_resource() {
    Step step;
    step.layer = Layer::Resource;
    step.given = false;
    step.decision = Decision::Allow;
    verdict_.steps.push_back(std::move(step));
    return verdict_.steps.size() - 1;
  }

  const Stack& stack_;
  const Request& request_;
  const Knowledge& known_;
  Stance stance_;
  Caller caller_;
  Grantee grantee_ = Grantee::Account;
  std::optional<size_t> boundary_, session_, identity_, resource_;
  Verdict verdict_;
};

}  // namespace

std::string_view name(Layer layer) {
  switch (layer) {
    case Layer::Aws: return "AWS itself";
    case Layer::Scp: return "service control policies";
    case Layer::Rcp: return "resource control policies";
    case Layer::Endpoint: return "endpoint policy";
    case Layer::Boundary: return "permission boundary";
    case Layer::Session: return "session policies";
    case Layer::Identity: return "identity policies";
    case Layer::Resource: return "resource policy";
  }
  return {};
}

std::string resource_account(const Request& request) {
  std::string_view account = request.first("aws:resourceaccount");
  std::string_view named = account_in(request.resource);
  if (account.empty() && is_account_id(named)) account = named;
  return std::string(account.empty() ? caller_of(request).account : account);
}

Verdict decide(const Stack& stack, const Request& request) { return decide(stack, request, Knowledge()).worst; }

Outlook decide(const Stack& stack, const Request& request, const Knowledge& known) {
  Verdict worst = Decider(stack, request, known, Stance::Worst).decide();
  if (!known) return {worst, worst};
  return {Decider(stack, request, known, Stance::Best).decide(), std::move(worst)};
}

}  // namespace berm::access
