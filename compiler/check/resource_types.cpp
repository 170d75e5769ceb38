#include "compiler/check/resource_types.h"

#include <fmt/format.h>

#include "base/text.h"

namespace berm::check {
namespace {

std::optional<Shape> shape_of(std::string_view name, const Vocabulary& vocabulary) {
  if (const Record* entity = plan_entity(name)) return Shape{.record = entity};
  auto declared = vocabulary.declared.find(name);
  if (declared != vocabulary.declared.end()) return Shape{.record = &declared->second};
  const catalog::TerraformType* type = vocabulary.catalog.terraform_type(name);
  return type != nullptr ? std::optional<Shape>({.terraform = type}) : std::nullopt;
}

void report_unknown(const ast::Name& name, const Vocabulary& vocabulary, Diagnostics& diagnostics) {
  std::optional<std::string> best = vocabulary.catalog.nearest_terraform_type(name.text);
  NearestName nearest(name.text);
  for (const auto& [other, record] : vocabulary.declared) nearest.offer(other);
  for (const Record& entity : plan_entities()) nearest.offer(entity.name);
  if (!best) best = nearest.best();
  diagnostics.add(DiagnosticKind::UnknownResourceType, fmt::format("no resource type `{}` is known", name.text))
      .at(name.span)
      .help(best ? fmt::format("did you mean `{}`?", *best)
                 : "types of other providers are declared by `declare resource`");
}

}  // namespace

Type resource_type(const std::vector<ast::Name>& types, const Vocabulary& vocabulary, Diagnostics& diagnostics) {
  Type out = Type::of(ir::Type::Object);
  out.resource = true;
  for (const ast::Name& name : types) {
    if (std::optional<Shape> shape = shape_of(name.text, vocabulary)) {
      out.shapes.push_back(*shape);
    } else {
      report_unknown(name, vocabulary, diagnostics);
    }
  }
  // Without any known type every attribute is taken: the mistake is reported once.
  return out;
}

}  // namespace berm::check
