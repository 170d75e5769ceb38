// berm lint-policy: what AWS would refuse in policy documents or warn about.
#include <memory>

#include "CLI/CLI.hpp"
#include "apps/berm/command.h"
#include "apps/berm/lint_report.h"
#include "base/files.h"
#include "fmt/format.h"

namespace berm::app {
namespace {

struct LintArguments : Common {
  std::vector<std::string> files;
  std::string kind;
  bool json = false;
};

int lint_policy(const LintArguments& arguments) {
  SourceSet sources;
  Diagnostics diagnostics;
  std::vector<LintedFile> linted;
  for (const std::string& path : arguments.files) {
    auto text = read_file(path, kMaxPolicyBytes, diagnostics);
    if (!text) continue;
    FileId file = sources.add(path == "-" ? "standard input" : path, *text);
    auto kind = arguments.kind.empty() ? std::nullopt : lint::parse_kind(arguments.kind);
    linted.push_back({file, lint::lint(*text, kind, catalog::Catalog::builtin())});
  }
  print_diagnostics(diagnostics, sources, arguments.color);
  Terminal screen = terminal(1, arguments.color);
  bool printed = print(arguments.json ? lint_json(linted, sources)
                                      : lint_text(linted, sources, {.color = screen.color, .width = screen.width}));
  if (!printed || diagnostics.has_errors()) return kBadInput;
  for (const LintedFile& each : linted) {
    if (!each.report.passes()) return kViolations;
  }
  return kClean;
}

}  // namespace

void add_lint_policy(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<LintArguments>();
  CLI::App* command =
      app.add_subcommand("lint-policy", "Report what AWS would refuse in policy documents or warn about");
  command->add_option("files", arguments->files, "policy documents as JSON; - is standard input")
      ->required()
      ->type_name("FILE…");
  auto* kind = command->add_option("--kind", arguments->kind, "what they are (default: what each looks like)");
  check_choice(*kind->type_name("KIND"), lint::kind_names());
  command->add_flag("--json", arguments->json, "the report as JSON");
  add_color(*command, *arguments);
  command->footer(
      "Exit codes: 0 nothing but warnings and suggestions · 1 errors or security warnings · 3 a file can't be read");
  command->callback([arguments, &exit_code] { exit_code = lint_policy(*arguments); });
}

}  // namespace berm::app
