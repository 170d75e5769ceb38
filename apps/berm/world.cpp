#include "apps/berm/world.h"

#include <algorithm>
#include <filesystem>

#include "CLI/CLI.hpp"
#include "access/policy.h"
#include "base/files.h"
#include "base/text.h"
#include "fmt/format.h"

namespace berm::app {
namespace {

using access::DocumentKind;

constexpr std::pair<std::string_view, DocumentKind> kKinds[] = {{"scp", DocumentKind::Scp},
                                                                {"rcp", DocumentKind::Rcp},
                                                                {"boundary", DocumentKind::PermissionBoundary},
                                                                {"session", DocumentKind::Session},
                                                                {"identity", DocumentKind::Identity},
                                                                {"resource", DocumentKind::Resource},
                                                                {"trust", DocumentKind::Trust},
                                                                {"endpoint", DocumentKind::Endpoint}};

std::optional<DocumentKind> parse_kind(std::string_view text, Diagnostics& diagnostics) {
  NearestName nearest(text);
  std::vector<std::string> names;
  for (const auto& [name, kind] : kKinds) {
    if (name == text) return kind;
    nearest.offer(name);
    names.emplace_back(name);
  }
  auto best = nearest.best();
  diagnostics.add(DiagnosticKind::BadUsage, fmt::format("`--policy` knows no kind `{}`", text))
      .help(best ? fmt::format("did you mean `{}`?", *best) : "one of " + join(names, ", "));
  return std::nullopt;
}

void read_policy(const std::string& argument, std::vector<sim::OutsidePolicy>& out, Diagnostics& diagnostics) {
  size_t equals = argument.find('=');
  if (equals == std::string::npos) {
    diagnostics.add(DiagnosticKind::BadUsage, fmt::format("`--policy {}` names no file", argument))
        .help("KIND=FILE, such as `identity=developer.json`; of an SCP or RCP also `scp@ou-ab12-11111111=FILE`");
    return;
  }
  std::string kind = argument.substr(0, equals), path = argument.substr(equals + 1), target;
  if (size_t at = kind.find('@'); at != std::string::npos) {
    target = kind.substr(at + 1);
    kind.resize(at);
  }
  auto parsed = parse_kind(kind, diagnostics);
  if (parsed && !target.empty() && *parsed != DocumentKind::Scp && *parsed != DocumentKind::Rcp) {
    diagnostics
        .add(DiagnosticKind::BadUsage,
             fmt::format("`--policy {}` attaches a policy that stands at no target", argument))
        .help(fmt::format("SCPs and RCPs are attached; write `{}=FILE`", kind));
    return;
  }
  auto text = parsed ? read_file(path, kMaxPolicyBytes, diagnostics) : std::nullopt;
  if (!text) return;
  auto read = access::read_policy(*text);
  if (!read.document) {
    diagnostics.add(DiagnosticKind::FileNotReadable, "not an IAM policy: " + read.error).at(InputPosition{path});
    return;
  }
  out.push_back({*parsed, target, std::filesystem::path(path).filename().string(), std::move(*read.document)});
}

bool is_one_of(const std::string& text, const std::vector<std::string>& known) {
  return std::find(known.begin(), known.end(), text) != known.end();
}

void report_unknown(const std::string& message, const std::string& text, const std::vector<std::string>& known,
                    Diagnostics& diagnostics) {
  NearestName nearest(text);
  for (const std::string& each : known) nearest.offer(each);
  auto best = nearest.best();
  Diagnostic& added = diagnostics.add(DiagnosticKind::BadUsage, message);
  if (best) added.help(fmt::format("did you mean `{}`?", *best));
}

// Where a policy or a stage is nowhere, it would bind nobody, and every answer would be too good.
void check_targets(const std::vector<sim::OutsidePolicy>& policies, const manifest::Organisation& organisation,
                   Diagnostics& diagnostics) {
  const std::vector<std::string> known = manifest::target_ids(organisation);
  for (const sim::OutsidePolicy& policy : policies) {
    if (policy.target.empty() || known.empty() || is_one_of(policy.target, known)) continue;
    report_unknown(fmt::format("`organisation` has no `{}` for {} to stand at", policy.target, policy.name),
                   policy.target, known, diagnostics);
  }
}

void check_stage(const std::string& stage, const std::vector<documents::Spec>& specs, Diagnostics& diagnostics) {
  std::vector<std::string> known;
  for (const documents::Spec& spec : specs) {
    for (const documents::Attachment& attachment : spec.attach) known.push_back(attachment.stage);
  }
  if (stage.empty() || is_one_of(stage, known)) return;
  report_unknown(fmt::format("no document is attached in a stage `{}`", stage), stage, known, diagnostics);
}

bool has_manifest(const Common& arguments) {
  std::error_code error;
  return std::filesystem::exists(std::filesystem::path(arguments.directory) / "berm.yaml", error);
}

std::unique_ptr<driver::Project> no_project() {
  auto project = std::make_unique<driver::Project>();
  project->catalog = &catalog::Catalog::builtin();
  return project;
}

}  // namespace

void add_world(CLI::App& command, WorldArguments& arguments) {
  command
      .add_option("--policy", arguments.policies,
                  "another policy: KIND=FILE, where KIND is scp, rcp, boundary, session, identity, resource, trust or "
                  "endpoint; SCPs and RCPs stand at the root, or where KIND@TARGET says; may be repeated")
      ->type_name("KIND=FILE")
      ->allow_extra_args(false);
  command.add_option("--stage", arguments.stage, "only attachments of this stage, and those of none")
      ->type_name("NAME");
}

sim::Place LoadedWorld::place() const {
  return {project->manifest.organisation, *project->catalog, project->manifest.partition};
}

std::unique_ptr<LoadedWorld> load_world(const WorldArguments& arguments) {
  auto world = std::make_unique<LoadedWorld>();
  Diagnostics diagnostics;
  for (const std::string& policy : arguments.policies) read_policy(policy, world->outside, diagnostics);
  bool alone = !has_manifest(arguments) && !arguments.policies.empty();
  world->project = alone ? no_project() : load(arguments);
  if (world->project) {
    auto specs = driver::document_specs(*world->project, diagnostics);
    check_targets(world->outside, world->project->manifest.organisation, diagnostics);
    check_stage(arguments.stage, specs, diagnostics);
    world->documents = documents::compile(world->project->module, specs, *world->project->catalog, diagnostics);
  }
  if (world->project && !diagnostics.has_errors() && world->documents.documents.empty() && world->outside.empty()) {
    diagnostics.add(DiagnosticKind::BadUsage, "there are no documents to decide by")
        .help("name some under `documents` in berm.yaml, or give `--policy KIND=FILE`");
  }
  print_diagnostics(diagnostics, world->project ? world->project->sources : SourceSet(), arguments.color);
  if (!world->project || diagnostics.has_errors()) return nullptr;
  const driver::Project& project = *world->project;
  world->simulator =
      std::make_unique<sim::Simulator>(sim::World{project.module, world->documents, project.manifest.organisation,
                                                  world->outside, *project.catalog, arguments.stage});
  return world;
}

}  // namespace berm::app
