// berm replay: which calls of a log the documents would have denied.
#include <unistd.h>

#include "CLI/CLI.hpp"
#include "apps/berm/world.h"
#include "apps/common/progress.h"
#include "fmt/format.h"
#include "runtime/cloudtrail/files.h"
#include "sim/replay.h"

namespace berm::app {
namespace {

struct ReplayArguments : WorldArguments {
  std::vector<std::string> logs;
  bool json = false;
};

// Certain ones come first.
int worst(const sim::Replay& replay) {
  auto groups = replay.groups();
  if (groups.empty()) return kClean;
  return groups.front().certain ? kViolations : kNotProven;
}

int replay(const ReplayArguments& arguments) {
  auto world = load_world(arguments);
  if (!world) return kBadInput;
  Diagnostics diagnostics;
  sim::Place place = world->place();
  sim::Replay replay(*world->simulator, place);
  std::vector<std::string> files = cloudtrail::files_of(arguments.logs, diagnostics);
  {
    Progress progress(fmt::format("replaying {} files", files.size()));
    for (const std::string& file : files) {
      cloudtrail::read_events(
          file, [&](const cloudtrail::Event& event) { replay.add(event); }, diagnostics);
    }
  }
  const SourceSet& sources = world->project->sources;
  bool color = terminal(STDOUT_FILENO, arguments.color).color;
  bool printed = print(arguments.json ? sim::json(replay, files.size(), sources)
                                      : sim::text(replay, files.size(), sources, color));
  print_diagnostics(diagnostics, sources, arguments.color);
  return printed && !diagnostics.has_errors() ? worst(replay) : kBadInput;
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
  command->add_flag("--json", arguments->json, "what was found as JSON");
  command->footer(
      "Exit codes: 0 none · 1 some would be denied · 2 some might be, by keys the log doesn't tell · 3 bad usage or "
      "input");
  command->callback([arguments, &exit_code] { exit_code = replay(*arguments); });
}

}  // namespace berm::app
