#include "apps/berm/guardrails.h"

#include "apps/berm/program_cache.h"
#include "compiler/emit/emit.h"

namespace berm::app {
namespace {

std::vector<std::string> rules_of_documents(const manifest::Manifest& manifest) {
  std::vector<std::string> out;
  for (const manifest::DocumentEntry& document : manifest.documents) {
    out.insert(out.end(), document.rules.begin(), document.rules.end());
  }
  return out;
}

emit::Settings settings_of(const manifest::Manifest& manifest) {
  return {.project = manifest.name,
          .block_at = ir::parse_severity(manifest.block_at).value_or(ir::Severity::High),
          .account = manifest.account,
          .require_match = manifest.require_match,
          .waivers = manifest.waivers,
          .rules = manifest.check_rules,
          .call_rules = rules_of_documents(manifest)};
}

std::string emit(const driver::Project& project) {
  return emit::emit({project.module, project.sources, *project.catalog, settings_of(project.manifest),
                     project.directory, project.standard_library, BERM_VERSION});
}

}  // namespace

std::string program_of(const driver::Project& project, Diagnostics& diagnostics) {
  std::string bytes = emit(project);
  return program::Program::from_bytes(bytes, kProgramName, diagnostics) ? bytes : "";
}

std::unique_ptr<const program::Program> compile(const Common& common, bool use_cache) {
  Diagnostics diagnostics;
  driver::Inputs inputs = driver::read_inputs(common.directory, diagnostics);
  const std::string id = use_cache && diagnostics.empty() ? build_id() : "";
  const std::string fingerprint = id.empty() ? "" : driver::fingerprint(inputs, id);
  const ProgramCache cache;
  if (!id.empty()) {
    if (auto program = cache.find(fingerprint)) return program;
  }
  auto project = driver::load_project(std::move(inputs), diagnostics);
  const std::string bytes = diagnostics.has_errors() ? "" : emit(*project);
  auto program = bytes.empty() ? nullptr : program::Program::from_bytes(bytes, kProgramName, diagnostics);
  print_diagnostics(diagnostics, project->sources, common.color);
  if (!id.empty() && diagnostics.empty()) cache.keep(fingerprint, bytes);
  return program;
}

std::unique_ptr<const program::Program> open(const std::string& path, ColorMode color) {
  Diagnostics diagnostics;
  auto program = program::Program::open(path, diagnostics);
  print_diagnostics(diagnostics, color);
  return program;
}

}  // namespace berm::app
