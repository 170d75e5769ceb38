// declare resource: types that the catalogue lacks.
#include "compiler/check/checker.h"
#include "compiler/check/resource_types.h"
#include "fmt/format.h"

namespace berm::check {

void Checker::check_declared_resources() {
  for (const ast::File& file : input_.files) {
    for (const ast::Decl& decl : file.decls) {
      const auto* resource = std::get_if<ast::DeclareResourceDecl>(&decl);
      if (!resource) continue;
      std::string name = (resource->data ? "data." : "") + std::string(resource->name.text);
      if (plan_entity(name)) {
        report(DiagnosticKind::DuplicateDeclaration, fmt::format("`{}` is a part of every plan, and known", name),
               resource->name.span)
            .help("remove the declaration");
        continue;
      }
      if (catalog_.terraform_type(name)) {
        report(DiagnosticKind::DuplicateDeclaration, fmt::format("`{}` is in the catalogue already", name),
               resource->name.span)
            .help("remove the declaration, or name the provider's schema under `providers` in berm.yaml");
        continue;
      }
      Record record{name, {}, resource->name.span};
      for (const auto& attribute : resource->attributes) {
        if (record.find(attribute.name.text)) {
          report(DiagnosticKind::DuplicateDeclaration,
                 fmt::format("`{}` has the attribute `{}` twice", name, attribute.name.text), attribute.name.span);
          continue;
        }
        Type type = expressions_.from_type_expr(attribute.type);
        type.nullable = true;
        record.fields.push_back({std::string(attribute.name.text), std::make_shared<const Type>(std::move(type))});
      }
      auto [at, fresh] = records_.try_emplace(name, std::move(record));
      if (fresh) continue;
      report(DiagnosticKind::DuplicateDeclaration, fmt::format("resource type `{}` is declared twice", name),
             resource->name.span)
          .label(at->second.span, "first declared here");
    }
  }
}

}  // namespace berm::check
