// berm replay: which calls of a log the documents, or the rules of a program, would have denied.
#include <unistd.h>

#include "CLI/CLI.hpp"
#include "apps/berm/guardrails.h"
#include "apps/berm/world.h"
#include "apps/common/progress.h"
#include "fmt/format.h"
#include "runtime/cloudtrail/files.h"
#include "runtime/replay/program_replay.h"
#include "sim/replay.h"

namespace berm::app {
namespace {

struct ReplayArguments : WorldArguments {
  std::vector<std::string> logs;
  std::string program;
  bool json = false;
};

// Certain ones come first.
int worst(const replay::Report& report) {
  if (report.groups.empty()) return kClean;
  return report.groups.front().certain ? kViolations : kNotProven;
}

// What the command ends with where everything was read.
int print_report(const ReplayArguments& arguments, const replay::Report& report) {
  bool color = terminal(STDOUT_FILENO, arguments.color).color;
  bool printed = print(arguments.json ? replay::json(report) : replay::text(report, color));
  return printed ? worst(report) : kBadInput;
}

int replay_program(const ReplayArguments& arguments) {
  Diagnostics diagnostics;
  if (!arguments.policies.empty() || !arguments.stage.empty() || arguments.directory != ".") {
    diagnostics.add(DiagnosticKind::BadUsage, "`--program` judges by rules, and has no documents")
        .help("leave out `--policy`, `--stage` and `--directory`, or `--program`");
    print_diagnostics(diagnostics, arguments.color);
    return kBadInput;
  }
  auto program = open(arguments.program, arguments.color);
  if (!program) return kBadInput;
  std::vector<std::string> files = cloudtrail::files_of(arguments.logs, diagnostics);
  replay::Report report;
  {
    Progress progress(fmt::format("replaying {} files", files.size()));
    report = replay::replay_files(*program, files, diagnostics);
  }
  int code = print_report(arguments, report);
  print_diagnostics(diagnostics, arguments.color);
  return diagnostics.has_errors() ? kBadInput : code;
}

int replay(const ReplayArguments& arguments) {
  if (!arguments.program.empty()) return replay_program(arguments);
  auto world = load_world(arguments);
  if (!world) return kBadInput;
  Diagnostics diagnostics;
  sim::Place place = world->place();
  sim::Replay replay(*world->simulator, place);
  std::vector<std::string> files = cloudtrail::files_of(arguments.logs, diagnostics);
  {
    Progress progress(fmt::format("replaying {} files", files.size()));
    cloudtrail::read_events(
        files, [&](const cloudtrail::Event& event) { replay.add(event); }, diagnostics);
  }
  const SourceSet& sources = world->project->sources;
  int code = print_report(arguments, replay.report(files.size(), sources));
  print_diagnostics(diagnostics, sources, arguments.color);
  return diagnostics.has_errors() ? kBadInput : code;
}

}  // namespace

void add_replay(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<ReplayArguments>();
  CLI::App* command = app.add_subcommand("replay", "Which calls of CloudTrail logs the documents would have denied");
  command
      ->add_option("FILE", arguments->logs,
                   "CloudTrail events: JSON or JSON lines, also compressed by gzip, or folders of such files")
      ->required();
  command->add_option("--directory", arguments->directory, "folder of the guardrails, with berm.yaml")
      ->capture_default_str()
      ->type_name("DIR");
  add_color(*command, *arguments);
  add_world(*command, *arguments);
  check_given(*command
                   ->add_option("--program", arguments->program,
                                "judge by the rules of a compiled program instead of documents")
                   ->type_name("FILE"));
  command->add_flag("--json", arguments->json, "what was found as JSON");
  command->footer(
      "Exit codes: 0 none · 1 some would be denied · 2 some might be, by keys the log doesn't tell · 3 bad usage or "
      "input");
  command->callback([arguments, &exit_code] { exit_code = replay(*arguments); });
}

}  // namespace berm::app
