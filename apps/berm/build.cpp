// berm build: compiles the rules into cloud documents, and into the program that checks go by.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include "CLI/CLI.hpp"
#include "apps/berm/command.h"
#include "apps/berm/guardrails.h"
#include "apps/berm/standing.h"
#include "apps/common/progress.h"
#include "base/files.h"
#include "compiler/documents/documents.h"
#include "fmt/format.h"
#include "program/listing.h"
#include "verify/verify.h"

namespace berm::app {
namespace {

namespace fs = std::filesystem;

struct BuildArguments : Common {
  std::string output;
  std::string dump;
  bool dry_run = false;
  bool diff = false;
  bool compact = false;
};

std::string dump_program(const driver::Project& project, Diagnostics& diagnostics) {
  auto program = program::Program::from_bytes(program_of(project, diagnostics), kProgramName, diagnostics);
  return program ? program::list(*program) : "";
}

std::string dump(const driver::Project& project, const std::string& what, Diagnostics& diagnostics) {
  if (what == "ir") return ir::dump(project.module);
  if (what == "program") return dump_program(project, diagnostics);
  std::string text;
  for (const ast::File& file : project.files) text += ast::dump(file, project.sources);
  return text;
}

std::vector<OutputFile> output_files(const documents::Result& result, std::string program, const fs::path& folder) {
  std::vector<OutputFile> files;
  for (const documents::Written& written : result.documents) {
    std::string stem = (folder / written.spec.name).string();
    files.push_back({stem + ".json", written.json});
    files.push_back({stem + ".pretty.json", written.pretty});
    files.push_back({stem + ".tf.json", written.terraform});
  }
  files.push_back({(folder / kProgramName).string(), std::move(program)});
  return files;
}

std::string written_list(const std::vector<OutputFile>& files, bool dry_run) {
  std::string text = dry_run ? "Would write\n" : "Wrote\n";
  for (const OutputFile& file : files) text += fmt::format("  {}\n", file.path);
  return text;
}

void compare(const documents::Result& result, const driver::Project& project, Diagnostics& diagnostics) {
  const Progress progress("comparing the documents with the rules");
  verify::compare(result, project.module, *project.catalog, diagnostics);
}

fs::path output_folder(const driver::Project& project, const BuildArguments& arguments) {
  const fs::path folder =
      arguments.output.empty() ? fs::path(project.directory) / project.manifest.output : fs::path(arguments.output);
  return folder.lexically_normal();
}

using StandingDocuments = std::vector<documents::Standing>;

int show_diff(const documents::Result& result, const StandingDocuments& standing, const BuildArguments& arguments) {
  const std::string text = documents::render_diff(result, standing, terminal(STDOUT_FILENO, arguments.color).color);
  return print(text.empty() ? "No documents in the manifest, and none stand.\n" : text) ? kClean : kBadInput;
}

// Nothing is deleted: what an attachment still uses must not vanish with a line of the manifest.
std::string leftover_list(const StandingDocuments& standing, const documents::Result& result, const fs::path& folder) {
  std::string text;
  for (const documents::Standing& old : standing) {
    const bool written = std::any_of(result.documents.begin(), result.documents.end(),
                                     [&](const documents::Written& one) { return one.spec.name == old.name; });
    if (written) continue;
    for (const char* ending : {".json", ".pretty.json", ".tf.json"}) {
      const fs::path file = folder / (old.name + ending);
      std::error_code error;
      if (fs::exists(file, error)) text += fmt::format("  {}\n", file.string());
    }
  }
  return text.empty() ? "" : "\nNo longer written; delete what no attachment uses any more\n" + text;
}

int write(const documents::Result& result, const StandingDocuments& standing, const std::string& table,
          const driver::Project& project, const BuildArguments& arguments) {
  const fs::path folder = output_folder(project, arguments);
  Diagnostics writing;
  const std::vector<OutputFile> files = output_files(result, program_of(project, writing), folder);
  const bool written = !writing.has_errors() && (arguments.dry_run || write_files(files, writing));
  print_diagnostics(writing, project.sources, arguments.color);
  if (!written) return kBadInput;
  const std::string said = table + "\n" + written_list(files, arguments.dry_run);
  return print(said + leftover_list(standing, result, folder)) ? kClean : kBadInput;
}

int build(const BuildArguments& arguments) {
  auto project = load(arguments);
  if (!project) return kBadInput;
  Diagnostics diagnostics;
  if (!arguments.dump.empty()) {
    const std::string text = dump(*project, arguments.dump, diagnostics);
    print_diagnostics(diagnostics, project->sources, arguments.color);
    return print(text) && !diagnostics.has_errors() ? kClean : kBadInput;
  }
  const auto standing = standing_documents(output_folder(*project, arguments), diagnostics);
  auto specs = driver::document_specs(*project, diagnostics);
  for (documents::Spec& spec : specs) spec.compact |= arguments.compact;
  const documents::Result result = documents::compile(project->module, specs, *project->catalog, diagnostics, standing);
  documents::report_unguarded(result, diagnostics);
  if (!diagnostics.has_errors()) compare(result, *project, diagnostics);
  print_diagnostics(diagnostics, project->sources, arguments.color);
  const Terminal screen = terminal(STDOUT_FILENO, arguments.color);
  const std::string text = documents::render(result, screen.width, screen.color);
  if (diagnostics.has_errors()) {
    print(text);
    return kBadInput;
  }
  return arguments.diff ? show_diff(result, standing, arguments) : write(result, standing, text, *project, arguments);
}

}  // namespace

void add_build(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<BuildArguments>();
  CLI::App* command =
      app.add_subcommand("build", "Compile the rules into cloud policy documents and a program for checks");
  add_common(*command, *arguments);
  command
      ->add_option("-o,--output", arguments->output,
                   "folder for what is written (default: the manifest's `output`, else build/)")
      ->type_name("DIR");
  command->add_flag("--dry-run", arguments->dry_run, "show the table and sizes, write nothing");
  command->add_flag("--diff", arguments->diff,
                    "show the statements added (+) and removed (-) against the documents in the folder, write nothing");
  command->add_flag("--compact", arguments->compact,
                    "use wildcards for actions that are all of today's of that name, and list them: they will match "
                    "what AWS adds later too");
  auto* step = command->add_option("--dump", arguments->dump,
                                   "print the syntax tree (ast), the rules as compiled (ir) or the program and stop");
  check_choice(*step->type_name("STEP"), {"ast", "ir", "program"});
  command->callback([arguments, &exit_code] { exit_code = build(*arguments); });
}

}  // namespace berm::app
