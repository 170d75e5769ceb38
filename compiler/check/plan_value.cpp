// Attributes and blocks in the plan of a test. A value `unknown` was written by the author and is known after apply;
// `computed` was left to the provider.
#include "compiler/check/plan_value.h"

#include <algorithm>

#include "base/lists.h"
#include "compiler/check/literals.h"
#include "compiler/check/schema.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

ir::Value references_to(const std::vector<std::string>& names) {
  ir::ValueList list;
  for (const std::string& name : names) list.push_back({name});
  return {ir::ValueMap{{"references", {std::move(list)}}}};
}

PlannedValue known_value(ir::Value value) {
  ir::Value expression{ir::ValueMap{{"constant_value", value}}};
  return {std::move(value), {false}, std::move(expression)};
}

// Names the expression's source: which one is of no interest, as long as there is one.
PlannedValue unknown_value(bool written) {
  return {{}, {true}, written ? references_to({"var.unknown"}) : ir::Value{}};
}

// What the parts of an expression refer to, each once.
void collect_references(const ir::Value& expression, std::vector<std::string>& names) {
  const auto* map = std::get_if<ir::ValueMap>(&expression.data);
  auto found = map ? map->find("references") : ir::ValueMap::const_iterator();
  if (!map || found == map->end()) return;
  for (const ir::Value& name : std::get<ir::ValueList>(found->second.data)) {
    add_once(names, std::get<std::string>(name.data));
  }
}

// Objects leave unknown attributes out of `after` and known ones out of `after_unknown`.
void put(PlannedBody& out, const std::string& name, PlannedValue value) {
  bool unknown = value.is_unknown();
  if (!unknown) out.known[name] = std::move(value.known);
  if (!value.is_known()) out.unknown[name] = std::move(value.unknown);
  if (!value.expression.is_null()) out.expressions[name] = std::move(value.expression);
}

void append(ir::ValueMap& map, const std::string& name, ir::ValueMap element) {
  ir::Value& list = map[name];
  if (!std::holds_alternative<ir::ValueList>(list.data)) list.data = ir::ValueList{};
  std::get<ir::ValueList>(list.data).push_back({std::move(element)});
}

bool is_path(const ast::Expr& expr) {
  return expr.kind == ast::ExprKind::Member || expr.kind == ast::ExprKind::Index || expr.kind == ast::ExprKind::Splat;
}

}  // namespace

PlannedBody PlanValues::body(const ast::BlockBody& block, const Type& type, const ast::PlannedResource& of) {
  of_ = &of;
  PlannedBody out;
  std::map<std::string_view, Span> seen;
  for (const ast::BlockBody::Entry& entry : block.entries) {
    std::optional<Type> attribute = find_attribute(type, entry.name.text);
    if (!attribute) {
      report_unknown(entry, type);
      continue;
    }
    auto [at, fresh] = seen.try_emplace(entry.name.text, entry.name.span);
    if (entry.block) {
      add_block(entry, *attribute, out);
    } else if (fresh && entry.value) {
      attribute->nullable = true;
      put(out, std::string(entry.name.text), value(*entry.value, *attribute));
    } else if (!fresh) {
      checker_
          .report(DiagnosticKind::InvalidTestPlan, fmt::format("`{}` stands twice", entry.name.text), entry.name.span)
          .label(at->second, "first here");
    }
  }
  return out;
}

void PlanValues::report_unknown(const ast::BlockBody::Entry& entry, const Type& type) {
  std::string owner = lacking_resource(type, entry.name.text);
  std::string message = owner.empty() ? fmt::format("this block has no attribute `{}`", entry.name.text)
                                      : fmt::format("`{}` has no attribute `{}`", owner, entry.name.text);
  Diagnostic& diagnostic = checker_.report(DiagnosticKind::UnknownAttribute, std::move(message), entry.name.span);
  if (auto near = nearest_attribute(type, entry.name.text)) diagnostic.help(fmt::format("did you mean `{}`?", *near));
}

// A repeated block is a list of objects, whatever the provider calls it; a single one is an object.
void PlanValues::add_block(const ast::BlockBody::Entry& entry, const Type& type, PlannedBody& out) {
  std::string name(entry.name.text);
  bool single = type.is(ir::Type::Object);
  PlannedBody inner = body(*entry.block, single ? type : type.element_type(), *of_);
  if (single) {
    put(out, name, {{std::move(inner.known)}, {std::move(inner.unknown)}, {std::move(inner.expressions)}});
    return;
  }
  append(out.known, name, std::move(inner.known));
  append(out.unknown, name, std::move(inner.unknown));
  append(out.expressions, name, std::move(inner.expressions));
}

PlannedValue PlanValues::value(const ast::Expr& expr, const Type& type) {
  if (expr.kind == ast::ExprKind::Unknown) return unknown_value(true);
  if (expr.kind == ast::ExprKind::Name && expr.text == "computed") return unknown_value(false);
  if (expr.kind == ast::ExprKind::List) return list(expr, type);
  if (expr.kind == ast::ExprKind::Object) return object(expr, type);
  if (expr.kind == ast::ExprKind::Interpolation) return interpolation(expr, type);
  if (std::optional<PlanReference> reference = references_.find(expr, *of_)) return referred(*reference, type);
  auto found = checker_.constant(expr, place_, type);
  return known_value(found ? std::move(*found) : ir::Value{});
}

// The value that the test gives the other attribute; without one it is known after apply.
PlannedValue PlanValues::referred(const PlanReference& reference, const Type& type) {
  PlannedValue out{{}, {true}, references_to(reference.names)};
  if (reference.target && !reference.value && !reference.attribute.empty())
    computed_[reference.target].insert(reference.attribute);
  if (!reference.value || !reference.value->value || !reading_.insert(reference.value).second) return out;
  const ast::PlannedResource* outer = std::exchange(of_, reference.target);
  PlannedValue found = value(*reference.value->value, type);
  of_ = outer;
  reading_.erase(reference.value);
  out.known = std::move(found.known);
  out.unknown = std::move(found.unknown);
  return out;
}

PlannedValue PlanValues::list(const ast::Expr& expr, const Type& type) {
  if (!type.is_array() && !type.is_any()) {
    checker_.constant(expr, place_, type);  // reports that it is none
    return {};
  }
  Type element_type = type.element_type();
  element_type.nullable = true;
  ir::ValueList known, unknown;
  std::vector<std::string> references;
  bool all_known = true;
  for (const ast::Expr* child : expr.children) {
    PlannedValue element = value(*child, element_type);
    all_known = all_known && element.is_known();
    collect_references(element.expression, references);
    known.push_back(std::move(element.known));
    unknown.push_back(std::move(element.unknown));
  }
  if (all_known && references.empty()) return known_value({std::move(known)});
  if (references.empty()) references.push_back("var.unknown");
  ir::Value places = all_known ? ir::Value{false} : ir::Value{std::move(unknown)};
  return {{std::move(known)}, std::move(places), references_to(references)};
}

PlannedValue PlanValues::object(const ast::Expr& expr, const Type& type) {
  PlannedBody out;
  std::vector<std::string> references;
  for (size_t i = 0; i + 1 < expr.children.size(); i += 2) {
    PlannedValue element = value(*expr.children[i + 1], member(type, *expr.children[i]));
    collect_references(element.expression, references);
    put(out, std::string(expr.children[i]->text), std::move(element));
  }
  bool all_known = out.unknown.empty();
  if (all_known && references.empty()) return known_value({std::move(out.known)});
  if (references.empty()) references.push_back("var.unknown");
  ir::Value places = all_known ? ir::Value{false} : ir::Value{std::move(out.unknown)};
  return {{std::move(out.known)}, std::move(places), references_to(references)};
}

// A text with a part that is known after apply is known after apply.
PlannedValue PlanValues::interpolation(const ast::Expr& expr, const Type& type) {
  if (std::none_of(expr.children.begin(), expr.children.end(),
                   [](const ast::Expr* child) { return is_path(*child); })) {
    auto found = checker_.constant(expr, place_, type);
    return known_value(found ? std::move(*found) : ir::Value{});
  }
  std::vector<std::string> references;
  std::string text;
  bool all_known = true;
  for (const ast::Expr* child : expr.children) {
    PlannedValue part = value(*child, Type{});
    collect_references(part.expression, references);
    all_known = all_known && part.is_known();
    const auto* written = std::get_if<std::string>(&part.known.data);
    text += written ? *written : show(part.known);
  }
  if (references.empty()) return all_known ? known_value({text}) : unknown_value(true);
  return {all_known ? ir::Value{text} : ir::Value{}, {!all_known}, references_to(references)};
}

Type PlanValues::member(const Type& type, const ast::Expr& key) {
  if (type.is(ir::Type::Map)) {
    Type element = type.element_type();
    element.nullable = true;
    return element;
  }
  if (type.is_any()) return Type{};
  if (std::optional<Type> found = type.is(ir::Type::Object) ? find_attribute(type, key.text) : std::nullopt) {
    found->nullable = true;
    return *found;
  }
  checker_.report(DiagnosticKind::InvalidTestPlan, fmt::format("{} has no `{}`", describe(type), key.text), key.span);
  return Type{};
}

}  // namespace berm::check
