#include "sim/simulator.h"

#include <algorithm>

#include "access/arn.h"
#include "base/text.h"
#include "fmt/format.h"
#include "reference/legs.h"

namespace berm::sim {
namespace {

using access::DocumentKind;

// What AWS attaches at every level, unless somebody took it off.
const access::Document& full_access() {
  static const access::Document kDocument = [] {
    access::Statement all;
    all.effect = access::Effect::Allow;
    all.principals = {{"*", {"*"}}};
    all.actions = all.resources = {"*"};
    access::Document document;
    document.statements = {all};
    return document;
  }();
  return kDocument;
}

std::string titled(const std::string& id, const std::string& name) {
  return name.empty() ? id : fmt::format("{} ({})", id, name);
}

// "arn:aws:s3:::bucket/key" is in that bucket.
bool in_bucket(const access::Request& request, const std::string& bucket) {
  auto parts = access::arn_parts(request.resource);
  return parts.size() == 6 && parts[2] == "s3" && !bucket.empty() && split(parts[5], '/').front() == bucket;
}

}  // namespace

Simulator::Simulator(World world) : world_(std::move(world)), carries_(reference::carries_by(world_.catalog)) {
  for (const documents::Written& written : world_.documents.documents) add_written(written);
  for (const OutsidePolicy& policy : world_.outside) add_outside(policy);
}

void Simulator::add_written(const documents::Written& written) {
  Attached attached{
      documents::access_kind(written.spec.kind), {}, {written.spec.name, &written.document}, &written, {}};
  for (const documents::Attachment& attachment : written.spec.attach) {
    bool staged = world_.stage.empty() || attachment.stage.empty() || attachment.stage == world_.stage;
    if (staged) attached.targets.push_back(attachment.target);
  }
  if (!written.spec.attach.empty() && attached.targets.empty()) return;
  for (const documents::Row& row : world_.documents.rows) {
    if (row.document != written.part_of && !documents::is_about(row, written.spec.name)) continue;
    if (const ir::Rule* rule = world_.module.find(row.rule)) attached.rules.push_back(rule);
  }
  attached_.push_back(std::move(attached));
}

void Simulator::add_outside(const OutsidePolicy& policy) {
  Attached attached{policy.kind, {}, {policy.name, &policy.document}, nullptr, {}};
  if (!policy.target.empty()) attached.targets.push_back(policy.target);
  attached_.push_back(std::move(attached));
}

// A document that names no target stands at the root.
access::Documents Simulator::at(DocumentKind kind, const std::string& target, bool root, bool full) const {
  access::Documents documents;
  if (kind == DocumentKind::Rcp) documents.push_back({"RCPFullAWSAccess", &full_access()});
  if (kind == DocumentKind::Scp && full) documents.push_back({"FullAWSAccess", &full_access()});
  for (const Attached& attached : attached_) {
    const auto& targets = attached.targets;
    bool here = targets.empty() ? root : std::find(targets.begin(), targets.end(), target) != targets.end();
    if (attached.kind == kind && here) documents.push_back(attached.document);
  }
  return documents;
}

// Where no tree is drawn, every document stands above every account.
std::vector<access::Level> Simulator::levels(DocumentKind kind, const std::string& account) const {
  std::vector<access::Level> levels;
  if (!world_.organisation.root) {
    access::Level& all = levels.emplace_back(access::Level{"the organisation", at(kind, "", true, true)});
    for (const Attached& attached : attached_) {
      if (attached.kind == kind && !attached.targets.empty()) all.documents.push_back(attached.document);
    }
    return all.documents.size() == 1 ? std::vector<access::Level>() : levels;
  }
  auto above = manifest::units_above(world_.organisation, account);
  bool management = account == world_.organisation.management_account;
  if (above.empty() && management) above = {&*world_.organisation.root};
  for (const manifest::Unit* unit : above) {
    levels.push_back({titled(unit->id, unit->name), at(kind, unit->id, levels.empty(), unit->full_access)});
  }
  if (levels.empty()) return levels;
  const manifest::Account* found = manifest::find_account(world_.organisation, account);
  levels.push_back({titled(account, found ? found->name : ""), at(kind, account, false, !found || found->full_access)});
  return levels;
}

// Whether a document of ours is one of this caller or resource. Whom a cap or a grant is for, it denies or permits.
bool Simulator::concerns(const Attached& attached, const access::Request& request) const {
  if (!attached.written) return true;
  if (attached.kind == DocumentKind::Resource) return in_bucket(request, attached.written->spec.bucket);
  return std::any_of(attached.rules.begin(), attached.rules.end(), [&](const ir::Rule* rule) {
    if (attached.kind == DocumentKind::Trust) {
      auto assumed = [&](const std::string& arn) { return access::arn_like(arn, request.resource); };
      return std::any_of(rule->assumed.begin(), rule->assumed.end(), assumed);
    }
    return reference::denies(*rule, request, carries_) || reference::permits(*rule, request, carries_);
  });
}

std::optional<access::Documents> Simulator::of_kind(DocumentKind kind, const access::Request& request) const {
  access::Documents documents;
  for (const Attached& attached : attached_) {
    if (attached.kind == kind && concerns(attached, request)) documents.push_back(attached.document);
  }
  return documents.empty() ? std::nullopt : std::optional(documents);
}

access::Stack Simulator::stack(const access::Request& request) const {
  access::Stack stack;
  std::string caller(request.first("aws:principalaccount")), resource = access::resource_account(request);
  stack.scps = levels(DocumentKind::Scp, caller);
  stack.rcps = levels(DocumentKind::Rcp, resource);
  stack.endpoint = of_kind(DocumentKind::Endpoint, request);
  stack.boundary = of_kind(DocumentKind::PermissionBoundary, request);
  stack.session = of_kind(DocumentKind::Session, request);
  stack.identity = of_kind(DocumentKind::Identity, request);
  bool ours_alone = std::none_of(world_.outside.begin(), world_.outside.end(),
                                 [](const OutsidePolicy& policy) { return policy.kind == DocumentKind::Identity; });
  if (stack.identity && ours_alone) stack.identity->push_back({"(other policies, taken to allow)", &full_access()});
  stack.resource = of_kind(DocumentKind::Resource, request);
  if (auto trust = of_kind(DocumentKind::Trust, request)) stack.resource = trust;
  const std::string& management = world_.organisation.management_account;
  stack.caller_in_management = !management.empty() && caller == management;
  stack.resource_in_management = !management.empty() && resource == management;
  stack.rcp_supported = world_.catalog.rcp_supports(request.action.substr(0, request.action.find(':')));
  return stack;
}

access::Outlook Simulator::outlook(const access::Request& request, const access::Knowledge& known) const {
  return access::decide(stack(request), request, known);
}

// A document may say less than its rule, or not bind the caller.
std::vector<const ir::Rule*> Simulator::unheeded(const access::Request& request) const {
  std::vector<const ir::Rule*> rules;
  for (const Attached& attached : attached_) {
    for (const ir::Rule* rule : attached.rules) {
      bool fresh = std::find(rules.begin(), rules.end(), rule) == rules.end();
      if (fresh && reference::denies(*rule, request, carries_)) rules.push_back(rule);
    }
  }
  return rules;
}

Answer Simulator::answer(const access::Request& request) const {
  std::vector<access::Request> legs = reference::legs(request, world_.catalog);
  Answer answer;
  for (access::Request& leg : legs) {
    access::Verdict verdict = access::decide(stack(leg), leg);
    bool worse =
        answer.verdict.steps.empty() || verdict.decision == access::Decision::ExplicitDeny ||
        (verdict.decision == access::Decision::ImplicitDeny && answer.verdict.decision == access::Decision::Allow);
    if (!worse) continue;
    answer.request = std::move(leg);
    answer.verdict = std::move(verdict);
    if (answer.verdict.decision == access::Decision::ExplicitDeny) break;
  }
  answer.leg = answer.request.resource != request.resource;
  answer.causes = causes(answer.request, answer.verdict);
  if (answer.verdict.decision == access::Decision::Allow) answer.unheeded = unheeded(answer.request);
  return answer;
}

// Of the rules that the statement comes from, or of all of a document that only does not allow, the ones that deny the
// call; where none does, the statement is wider than its rules.
std::vector<const ir::Rule*> Simulator::rules_behind(const Attached& attached, const access::Request& request,
                                                     int statement) const {
  std::vector<const ir::Rule*> from, denying;
  const auto& origins = attached.written->origins;
  bool known = statement >= 0 && static_cast<size_t>(statement) < origins.size();
  const std::vector<std::string> names = known ? origins[static_cast<size_t>(statement)] : std::vector<std::string>();
  for (const ir::Rule* rule : attached.rules) {
    if (!names.empty() && std::find(names.begin(), names.end(), rule->name) == names.end()) continue;
    from.push_back(rule);
    if (reference::denies(*rule, request, carries_)) denying.push_back(rule);
  }
  return denying.empty() && statement >= 0 ? from : denying;
}

std::vector<Cause> Simulator::causes(const access::Request& request, const access::Verdict& verdict) const {
  std::vector<Cause> causes;
  if (verdict.decision == access::Decision::Allow) return causes;
  for (size_t index : verdict.decisive) {
    const access::Step& step = verdict.steps[index];
    bool lacks = step.layer == access::Layer::Boundary && step.document.empty();
    for (const Attached& attached : attached_) {
      bool lacking = lacks && attached.kind == DocumentKind::PermissionBoundary;
      if (!attached.written || !(lacking || attached.document.name == step.document)) continue;
      std::string sid =
          step.statement < 0 ? "" : attached.document.document->statements[static_cast<size_t>(step.statement)].sid;
      for (const ir::Rule* rule : rules_behind(attached, request, step.statement)) {
        causes.push_back({rule, attached.document.name, sid});
      }
    }
  }
  return causes;
}

}  // namespace berm::sim
