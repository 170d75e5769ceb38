// `vpc_id = aws_vpc.main.id` in the plan of a test.
#include <algorithm>

#include "base/text.h"
#include "compiler/check/names.h"
#include "compiler/check/plan_value.h"
#include "compiler/check/resource_types.h"
#include "compiler/check/schema.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

// What a configuration refers to besides resources.
bool is_root(std::string_view name) {
  return name == "var" || name == "local" || name == "each" || name == "count" || name == "module" || name == "path";
}

const ast::BlockBody::Entry* entry_named(const ast::BlockBody& block, std::string_view name) {
  for (const ast::BlockBody::Entry& entry : block.entries) {
    if (entry.name.text == name) return &entry;
  }
  return nullptr;
}

}  // namespace

std::string planned_type(const ast::PlannedResource& resource) {
  bool prefixed = resource.type.text.starts_with("data.");
  return (resource.action.text == "read" && !prefixed ? "data." : "") + std::string(resource.type.text);
}

// Nested at most as deep as the parser lets source be.
bool PlanReferences::flatten(const ast::Expr& expr, Segments& segments) {
  if (expr.kind == ast::ExprKind::Name) {
    segments.push_back({expr.text, nullptr, expr.span});
    return true;
  }
  bool step =
      expr.kind == ast::ExprKind::Member || expr.kind == ast::ExprKind::Index || expr.kind == ast::ExprKind::Splat;
  if (!step || !flatten(*expr.children[0], segments)) return false;
  bool member = expr.kind == ast::ExprKind::Member;
  const ast::Expr* index = expr.kind == ast::ExprKind::Index ? expr.children[1] : nullptr;
  segments.push_back({member ? expr.text : "", index, member ? expr.name_span : expr.span});
  return true;
}

// Its first words are a value of the source, such as `regions.eu`.
bool PlanReferences::is_constant(const ast::Expr& expr, const Segments& segments) {
  checker_.use_names(place_.file, expr);
  std::string name;
  for (const Segment& segment : segments) {
    if (segment.name.empty()) return false;
    name += (name.empty() ? "" : ".") + std::string(segment.name);
    if (place_.scope->find(name)) return true;
  }
  return false;
}

std::optional<PlanReference> PlanReferences::find(const ast::Expr& expr, const ast::PlannedResource& from) {
  Segments segments;
  bool path =
      expr.kind == ast::ExprKind::Member || expr.kind == ast::ExprKind::Index || expr.kind == ast::ExprKind::Splat;
  if (!path || !flatten(expr, segments) || is_constant(expr, segments)) return std::nullopt;
  if (is_root(segments[0].name)) return variable(segments);
  return resource(segments, from, expr.span);
}

// `var.name`: the value that the test gives it. Of the others a plan knows the name only.
PlanReference PlanReferences::variable(const Segments& segments) {
  PlanReference out;
  std::string name = fmt::format("{}.{}", segments[0].name, segments[1].name);
  out.names = {name};
  if (segments[0].name != "var" || segments.size() > 2) return out;
  for (const ast::PlannedResource& planned : plan_.resources) {
    bool same = planned.type.text == "terraform_variable" && planned.name.text == segments[1].name;
    if (!same) continue;
    out.target = &planned;
    out.value = entry_named(planned.after, "value");
  }
  return out;
}

std::optional<PlanReference> PlanReferences::resource(const Segments& segments, const ast::PlannedResource& from,
                                                      Span span) {
  size_t first = segments[0].name == "data" ? 1 : 0;
  bool complete = segments.size() > first + 1 && !segments[first].name.empty() && !segments[first + 1].name.empty();
  if (!complete) return std::nullopt;
  std::string type = fmt::format("{}{}", first == 1 ? "data." : "", segments[first].name);
  PlanReference out;
  Type known = checker_.expressions_.resource_type({{type, segments[first].span}});
  if (known.shapes.empty()) return out;
  std::string address = fmt::format("{}.{}", type, segments[first + 1].name);
  size_t rest = first + 2;
  bool indexed = rest < segments.size() && segments[rest].name.empty();
  bool planned = false;
  for (const ast::PlannedResource& other : plan_.resources) {
    bool same = planned_type(other) == type && other.name.text == segments[first + 1].name &&
                other.module_address == from.module_address;
    if (!same) continue;
    planned = true;
    std::string index = indexed ? index_text(segments[rest]) : "";
    if ((other.index ? index_text({"", other.index, {}}) : "") == index) out.target = &other;
  }
  if (!planned) report_not_planned(address, span);
  add_names(segments, rest, address, out);
  rest += indexed ? 1 : 0;
  out.type = known;
  if (rest < segments.size() && !segments[rest].name.empty()) find_value(segments, rest, out);
  return out;
}

// `["a"]`, `[0]`; empty where it is no constant.
std::string PlanReferences::index_text(const Segment& segment) {
  if (!segment.index) return "";
  if (segment.index->kind == ast::ExprKind::String) return fmt::format("[\"{}\"]", segment.index->text);
  return segment.index->kind == ast::ExprKind::Integer ? fmt::format("[{}]", segment.index->text) : "";
}

// Terraform lists a reference with each of its beginnings. Behind a splat, or an index that is no constant, it says
// nothing.
void PlanReferences::add_names(const Segments& segments, size_t first, const std::string& address, PlanReference& out) {
  std::string name = address;
  out.names = {name};
  for (size_t i = first; i < segments.size(); ++i) {
    std::string index = index_text(segments[i]);
    if (segments[i].name.empty() && index.empty()) {
      Segments inner;
      if (segments[i].index && flatten(*segments[i].index, inner) && inner.size() > 1)
        out.names.push_back(fmt::format("{}.{}", inner[0].name, inner[1].name));
      return;
    }
    name += segments[i].name.empty() ? index : "." + std::string(segments[i].name);
    out.names.insert(out.names.begin(), name);
  }
}

void PlanReferences::find_value(const Segments& segments, size_t first, PlanReference& out) {
  std::optional<Type> type = find_attribute(out.type, segments[first].name);
  if (!type) {
    Diagnostic& diagnostic =
        checker_.report(DiagnosticKind::UnknownAttribute,
                        fmt::format("`{}` has no attribute `{}`", lacking_resource(out.type, segments[first].name),
                                    segments[first].name),
                        segments[first].span);
    if (auto near = nearest_attribute(out.type, segments[first].name))
      diagnostic.help(fmt::format("did you mean `{}`?", *near));
    out.target = nullptr;
    return;
  }
  out.type = *type;
  bool whole = first + 1 == segments.size();
  if (whole) out.attribute = segments[first].name;
  if (whole && out.target) out.value = entry_named(out.target->after, segments[first].name);
}

void PlanReferences::report_not_planned(const std::string& address, Span span) {
  NearestName nearest(address);
  for (const ast::PlannedResource& other : plan_.resources)
    nearest.offer(fmt::format("{}.{}", planned_type(other), other.name.text));
  std::optional<std::string> best = nearest.best();
  checker_.report(DiagnosticKind::InvalidTestPlan, fmt::format("this plan has no `{}`", address), span)
      .help(best ? fmt::format("did you mean `{}`?", *best)
                 : "add it to the plan (in the same module), or write `unknown` for what is known after apply");
}

}  // namespace berm::check
