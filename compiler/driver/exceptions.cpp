// Rules without one of their exceptions.
#include <utility>

#include "compiler/driver/check_files.h"
#include "fmt/format.h"

namespace berm::driver {

std::vector<ExceptionSite> exceptions(const Project& project, bool standard_library) {
  std::vector<ExceptionSite> sites;
  for (size_t file = 0; file < project.files.size(); ++file) {
    if (project.standard_library[file] != standard_library) continue;
    const ast::File& tree = project.files[file];
    for (size_t decl = 0; decl < tree.decls.size(); ++decl) {
      const auto* rule = std::get_if<ast::RuleDecl>(&tree.decls[decl]);
      for (size_t i = 0; rule && i < rule->exceptions.size(); ++i) {
        std::string name = fmt::format("{}.{}", tree.package.text(), rule->name.text);
        sites.push_back({file, decl, i, std::move(name), rule->exceptions[i].span});
      }
    }
  }
  return sites;
}

std::optional<ir::Module> without(Project& project, const ExceptionSite& site) {
  auto& exceptions = std::get<ast::RuleDecl>(project.files[site.file].decls[site.decl]).exceptions;
  auto at = exceptions.begin() + static_cast<std::ptrdiff_t>(site.index);
  ast::Exception removed = std::move(*at);
  exceptions.erase(at);
  Diagnostics mistakes;
  ir::Module module = check_files(project, mistakes);
  auto& again = std::get<ast::RuleDecl>(project.files[site.file].decls[site.decl]).exceptions;
  again.insert(again.begin() + static_cast<std::ptrdiff_t>(site.index), std::move(removed));
  if (mistakes.has_errors()) return std::nullopt;
  return module;
}

}  // namespace berm::driver
