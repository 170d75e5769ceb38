#include "compiler/driver/check_files.h"

#include <utility>

#include "compiler/check/check.h"
#include "compiler/driver/packages.h"

namespace berm::driver {
namespace {

ir::Value value_of(const manifest::Param& param) {
  if (!param.list) return {param.values.front()};
  ir::ValueList items;
  for (const std::string& item : param.values) items.push_back({item});
  return {std::move(items)};
}

}  // namespace

ir::Module check_files(Project& project, Diagnostics& diagnostics) {
  check::Input input;
  input.files = std::move(project.files);
  input.standard_library = project.standard_library;
  input.partition = project.manifest.partition;
  input.other_packages = standard_packages();
  for (const auto& [name, param] : project.manifest.params) input.params[name] = {value_of(param), param.position};
  for (const manifest::DocumentEntry& entry : project.manifest.documents) {
    if (entry.kind == documents::name(documents::Kind::PermissionBoundary))
      input.boundaries.push_back({entry.name, entry.rules});
  }
  ir::Module module = check::check(input, project.sources, *project.catalog, diagnostics);
  project.files = std::move(input.files);
  return module;
}

}  // namespace berm::driver
