// confine region to R: calls made elsewhere, and planned resources that lie elsewhere.
#include "compiler/check/build.h"
#include "compiler/check/checker.h"
#include "compiler/check/plan_terms.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

// Where a partition's global services answer.
std::string_view global_region(std::string_view partition) {
  if (partition == "aws-cn") return "cn-north-1";
  return partition == "aws-us-gov" ? "us-gov-west-1" : "us-east-1";
}

// One call of each service whose calls always go to that region. Whoever can't make these is locked out of more than
// he meant.
constexpr std::string_view kGlobalCalls[] = {"iam:GetRole", "organizations:DescribeOrganization"};

// Types that say themselves which region they are in.
std::vector<ast::Name> regional_types(const catalog::Catalog& catalog, Span span) {
  std::vector<ast::Name> out;
  for (const std::string& name : catalog.terraform_type_names()) {
    if (!name.starts_with("aws_")) continue;
    const catalog::TerraformType* type = catalog.terraform_type(name);
    std::optional<catalog::Attribute> region = type->attribute("region");
    bool own = region && region->type == catalog::AttributeType::String && !region->computed_only && region->until == 0;
    if (own) out.push_back({type->name(), span});
  }
  return out;
}

Hazard::Plan placed_elsewhere(ir::Module& module, const catalog::Catalog& catalog,
                              const std::vector<std::string>& regions, Span span) {
  Hazard::Plan plan;
  plan.types = regional_types(catalog, span);
  for (const ast::Name& type : plan.types) plan.clause.types.emplace_back(type.text);
  ir::Variable x = plan.clause.variable = module.make_variable();
  plan.clause.span = span;
  PlanTerms terms(module, span);
  auto region = [&] { return terms.call(ir::Builtin::RegionOf, ir::Type::Region, {terms.resource(x)}); };
  plan.clause.condition = not_of(module, terms.in(region(), regions));
  plan.clause.say =
      terms.concat({terms.call(ir::Builtin::Address, ir::Type::String, {terms.resource(x)}),
                    terms.text(" would be in "), region(), terms.text(", outside of " + join(regions, ", "))});
  return plan;
}

}  // namespace

std::vector<std::string> Checker::regions_of(const ast::ConfineSentence& sentence, const Place& place) {
  std::vector<std::string> out;
  for (const ast::Expr* value : sentence.to) {
    auto regions = texts(*value, place, ir::Type::Region, "a region", DiagnosticKind::InvalidTarget);
    if (regions) out.insert(out.end(), regions->begin(), regions->end());
  }
  return out;
}

Hazard Checker::confined_regions(const ast::ConfineSentence& sentence, const Place& place) {
  std::vector<std::string> regions = regions_of(sentence, place);
  if (regions.empty()) {
    report_no_place(sentence, "region");
    return {};
  }
  Span span = sentence.what_span;
  const ir::Expr* inside = key_in(module_, "aws:requestedregion", ir::Type::Region, regions, span);
  Hazard out;
  out.calls.push_back({{{{true, "*", false, span}}}, not_of(module_, inside), span});
  out.plans.push_back(placed_elsewhere(module_, catalog_, regions, span));
  return out;
}

void Checker::check_lock_out(const ast::ConfineSentence& sentence, const Hazard& target, const Place& place) {
  std::vector<std::string> regions = regions_of(sentence, place);
  std::string_view global = global_region(input_.partition);
  if (target.calls.empty() || std::find(regions.begin(), regions.end(), global) != regions.end()) return;
  std::vector<std::string> lost;
  for (std::string_view call : kGlobalCalls) {
    if (target.calls[0].actions.contains(call)) lost.push_back(fmt::format("`{}`", call));
  }
  if (lost.empty()) return;
  report(DiagnosticKind::RegionLockOut,
         fmt::format("calls of global services such as {} go to {}, which is none of the regions", join(lost, " and "),
                     global),
         sentence.what_span)
      .help("add `except calls regions.global_services` and `import std.aws.regions`");
}

}  // namespace berm::check
