// confine ACTIONS | storage | region | network | organisation [by WHO] [within V, V] to V, V
#include "compiler/check/build.h"
#include "compiler/check/checker.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

using What = ast::ConfineSentence::What;

bool has_storage(const std::vector<Target>& targets) {
  return std::any_of(targets.begin(), targets.end(), [](const Target& target) { return target.storage.has_value(); });
}

// Any access point: which bucket it leads to is not in its ARN.
const ir::Expr* on_access_point(ir::Module& module, const std::string& partition, Span span) {
  std::string pattern = fmt::format("arn:{}:s3:*:*:accesspoint/*", partition);
  return key_like(module, "resource.arn", ir::Type::Arn, std::move(pattern), span);
}

}  // namespace

void Checker::check_sentence(const ast::RuleDecl& decl, const ast::ConfineSentence& sentence, const Place& place,
                             ir::Rule& rule) {
  rule.verb = ir::Verb::Confine;
  Hazard target = confined(sentence, place);
  if (target.calls.empty()) return;
  if (sentence.by) restrict_calls(target, any_of(somebody(*sentence.by, place), sentence.by->span), sentence.by->span);
  for (const ast::Exception& exception : decl.exceptions) except_from_forbid(exception, place, target, rule);
  if (target.calls.empty())
    report_empty(decl, fmt::format("the exceptions of rule `{}` leave nothing to confine", decl.name.text),
                 "remove the rule, or except less");
  if (sentence.what == What::Region) check_lock_out(sentence, target, place);
  rule.calls = std::move(target.calls);
  for (Hazard::Plan& plan : target.plans) rule.plans.push_back(std::move(plan.clause));
}

Hazard Checker::confined(const ast::ConfineSentence& sentence, const Place& place) {
  bool by_resource = sentence.what == What::Actions || sentence.what == What::Storage;
  if (!by_resource && !sentence.within.empty())
    report_misplaced(sentence.within_span, "`within` restricts nothing here", "only resources lie within others");
  switch (sentence.what) {
    case What::Actions: return confined_actions(sentence, place);
    case What::Storage:
      return confined_storage(all_storage_actions(sentence.what_span), targets_of(sentence.within, place, "within"),
                              targets_of(sentence.to, place, "to"), sentence.what_span);
    case What::Region: return confined_regions(sentence, place);
    case What::Network: return confined_networks(sentence, place);
    case What::Organisation: return confined_organisation(sentence, place);
  }
  return {};
}

void Checker::report_no_place(const ast::ConfineSentence& sentence, std::string_view what) {
  if (diagnostics_.has_errors()) return;
  report(DiagnosticKind::InvalidTarget, fmt::format("no {} is named, so nothing could be called at all", what),
         sentence.to.front()->span)
      .help("an empty list stands behind `to`");
}

std::vector<Target> Checker::targets_of(const std::vector<const ast::Expr*>& values, const Place& place,
                                        std::string_view behind) {
  std::vector<Target> out;
  for (const ast::Expr* value : values) {
    for (Target& each : targets(*value, place, behind)) out.push_back(std::move(each));
  }
  return out;
}

Hazard Checker::confined_actions(const ast::ConfineSentence& sentence, const Place& place) {
  ir::ActionSet actions = lower(sentence.actions, place.file);
  require_actions(actions, sentence.actions.span);
  std::vector<Target> within = targets_of(sentence.within, place, "within"), to = targets_of(sentence.to, place, "to");
  if (to.empty()) return {};
  if (has_storage(to) || has_storage(within))
    return confined_storage(storage_actions(actions, sentence.actions.span), within, to, sentence.actions.span);
  std::vector<const ir::Expr*> inside, allowed;
  for (const Target& target : within) inside.push_back(target.arn);
  for (const Target& target : to) allowed.push_back(target.arn);
  Span span = sentence.actions.span;
  const ir::Expr* in = inside.empty() ? nullptr : or_of(module_, inside, span);
  const ir::Expr* condition = and_of(module_, {in, not_of(module_, or_of(module_, allowed, span))}, span);
  return Hazard{{{std::move(actions), condition, span}}, {}};
}

Hazard Checker::confined_storage(StorageActions actions, const std::vector<Target>& within,
                                 const std::vector<Target>& to, Span span) {
  if (to.empty() || !check_within(within, to)) return {};
  std::vector<const ir::Expr*> in_objects, in_listings, objects, listings;
  for (const Target& target : within) {
    in_objects.push_back(target.arn ? target.arn : object_under(module_, input_.partition, *target.storage, span));
    in_listings.push_back(target.arn ? target.arn : listing_of(module_, input_.partition, *target.storage, span));
  }
  for (const Target& target : to) {
    objects.push_back(target.arn ? target.arn : object_under(module_, input_.partition, *target.storage, span));
    listings.push_back(target.arn ? target.arn : listing_of(module_, input_.partition, *target.storage, span));
  }
  auto outside = [&](std::vector<const ir::Expr*> in, const std::vector<const ir::Expr*>& allowed) {
    if (!in.empty()) in.push_back(on_access_point(module_, input_.partition, span));
    const ir::Expr* inside = in.empty() ? nullptr : or_of(module_, in, span);
    return and_of(module_, {inside, not_of(module_, or_of(module_, allowed, span))}, span);
  };
  Hazard out;
  if (!actions.objects.items.empty())
    out.calls.push_back({std::move(actions.objects), outside(in_objects, objects), span});
  if (!actions.listings.items.empty())
    out.calls.push_back({std::move(actions.listings), outside(in_listings, listings), span});
  return out;
}

// `within` names buckets as a whole, and what lies in none of them is confined nowhere.
bool Checker::check_within(const std::vector<Target>& within, const std::vector<Target>& to) {
  for (const Target& target : within) {
    if (!target.storage || target.storage->parts.empty()) continue;
    report(DiagnosticKind::InvalidTarget,
           fmt::format("`within` names a part of the bucket: `{}`", target.storage->text), target.span)
        .help(fmt::format("write `\"s3://{}\"`: whoever lists a bucket lists all of it", target.storage->bucket));
    return false;
  }
  for (const Target& target : to) {
    auto holds = [&](const Target& around) {
      return around.storage && around.storage->bucket == target.storage->bucket;
    };
    bool outside = target.storage && has_storage(within) && std::none_of(within.begin(), within.end(), holds);
    if (!outside) continue;
    report(DiagnosticKind::InvalidTarget,
           fmt::format("`{}` lies outside of what stands behind `within`", target.storage->text), target.span)
        .help("name its bucket behind `within`, or leave the prefix out");
    return false;
  }
  return true;
}

}  // namespace berm::check
