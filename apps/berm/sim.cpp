// berm sim: decides requests by the whole stack of policies, offline.
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>

#include "CLI/CLI.hpp"
#include "apps/berm/world.h"
#include "apps/check/sim_program.h"
#include "base/text.h"
#include "fmt/format.h"
#include "sim/render.h"

namespace berm::app {
namespace {

constexpr size_t kMaxLineBytes = 1 << 20;

struct SimArguments : WorldArguments {
  sim::Question question;
  std::vector<std::string> context;  // KEY=VALUE; a key that repeats has several values
  std::string program;
  bool json_lines = false;
  bool json = false;
};

// Of a principal whose account the organisation's tree does not have.
void note_account(const LoadedWorld& world, sim::Asked& asked) {
  const manifest::Organisation& organisation = world.project->manifest.organisation;
  const auto* account = asked.request.find("aws:principalaccount");
  if (!organisation.root || !account || account->front() == organisation.management_account) return;
  if (manifest::find_account(organisation, account->front())) return;
  asked.notes.push_back(
      fmt::format("`organisation` has no account {}: its callers are those of another organisation", account->front()));
}

// What is wrong with the question is in the diagnostics then.
std::optional<sim::Result> decide(const LoadedWorld& world, const sim::Question& question, Diagnostics& diagnostics) {
  sim::Result result;
  auto asked = sim::make_request(question, world.place(), diagnostics);
  if (!asked) return std::nullopt;
  note_account(world, *asked);
  result.asked = std::move(*asked);
  result.answer = world.simulator->answer(result.asked.request);
  for (const ir::Rule* rule : result.answer.unheeded) {
    result.asked.notes.push_back(fmt::format("{} denies the call, and no document that binds it does", rule->name));
  }
  return result;
}

int exit_code_of(const sim::Result& result) {
  return result.answer.verdict.decision == access::Decision::Allow ? kClean : kViolations;
}

bool read_context(const SimArguments& arguments, sim::Question& question, Diagnostics& diagnostics) {
  for (const std::string& pair : arguments.context) {
    size_t equals = pair.find('=');
    if (equals == 0 || equals == std::string::npos) {
      diagnostics.add(DiagnosticKind::BadUsage, fmt::format("`--context {}` is not KEY=VALUE", pair))
          .help("such as `--context aws:SourceIp=203.0.113.9`");
      return false;
    }
    question.context[pair.substr(0, equals)].push_back(pair.substr(equals + 1));
  }
  return true;
}

int ask_once(const SimArguments& arguments, const LoadedWorld& world) {
  Diagnostics diagnostics;
  sim::Question question = arguments.question;
  std::optional<sim::Result> result;
  if (read_context(arguments, question, diagnostics)) result = decide(world, question, diagnostics);
  print_diagnostics(diagnostics, world.project->sources, arguments.color);
  if (!result) return kBadInput;
  const SourceSet& sources = world.project->sources;
  bool color = terminal(STDOUT_FILENO, arguments.color).color;
  return print(arguments.json ? sim::json(*result, sources, 0, 2) : sim::text(*result, sources, color))
             ? exit_code_of(*result)
             : kBadInput;
}

// A line without its end, cut where it is too long. None: there are no more.
std::optional<std::string> next_line(std::istream& in, bool& too_long) {
  std::string line;
  too_long = false;
  int c = in.get();
  if (c == std::istream::traits_type::eof()) return std::nullopt;
  for (; c != '\n' && c != std::istream::traits_type::eof(); c = in.get()) {
    if (line.size() < kMaxLineBytes) {
      line += static_cast<char>(c);
    } else {
      too_long = true;
    }
  }
  return line;
}

class Lines {
 public:
  Lines(const SimArguments& arguments, const LoadedWorld& world) : arguments_(arguments), world_(world) {}

  int run() {
    bool too_long = false;
    while (auto line = next_line(std::cin, too_long)) {
      ++number_;
      if (line->find_first_not_of(" \t\r") == std::string::npos) continue;
      if (!print(too_long ? wrong("it is longer than 1 MiB", "") : answer(*line))) return kBadInput;
    }
    report_end();
    print_diagnostics(diagnostics_, world_.project->sources, arguments_.color);
    return exit_code_;
  }

 private:
  std::string answer(const std::string& line) {
    auto read = sim::read_question(line);
    if (auto* error = std::get_if<std::string>(&read)) return wrong(*error, "");
    Diagnostics diagnostics;
    auto result = decide(world_, std::get<sim::Question>(read), diagnostics);
    if (!result) return wrong(diagnostics.items().back().message, diagnostics.items().back().hint);
    exit_code_ = std::max(exit_code_, exit_code_of(*result));
    return sim::json(*result, world_.project->sources, number_, -1);
  }

  // The stream ends, too, where it can't be read any further.
  void report_end() {
    const int error = errno;
    if (std::ferror(stdin) == 0) return;
    exit_code_ = kBadInput;
    diagnostics_.add(DiagnosticKind::FileNotReadable,
                     fmt::format("can't read standard input: {}", std::strerror(error)));
  }

  std::string wrong(const std::string& error, const std::string& help) {
    exit_code_ = kBadInput;
    diagnostics_.add(DiagnosticKind::BadUsage, "no request that could be decided: " + error)
        .at(InputPosition{"standard input", number_, 1})
        .help(help);
    return sim::json_error(number_, error);
  }

  const SimArguments& arguments_;
  const LoadedWorld& world_;
  Diagnostics diagnostics_;
  size_t number_ = 0;
  int exit_code_ = kClean;
};

// A program has rules and no documents; it takes questions from standard input alone.
int ask_program(const SimArguments& arguments) {
  const sim::Question& question = arguments.question;
  const bool other = !question.principal.empty() || !question.action.empty() || !question.account.empty() ||
                     !question.resource_account.empty() || question.resource != "*" || !arguments.context.empty() ||
                     !arguments.policies.empty() || !arguments.stage.empty() || arguments.directory != ".";
  if (!other) return sim_program(arguments.program, arguments.color);
  Diagnostics diagnostics;
  diagnostics.add(DiagnosticKind::BadUsage, "`--program` takes questions from standard input alone")
      .help("give each as a line of JSON, and leave out the folder and the other options");
  print_diagnostics(diagnostics, SourceSet(), arguments.color);
  return kBadInput;
}

int sim(const SimArguments& arguments) {
  if (!arguments.program.empty()) return ask_program(arguments);
  bool asks = !arguments.question.principal.empty() && !arguments.question.action.empty();
  if (!asks && !arguments.json_lines) {
    Diagnostics diagnostics;
    diagnostics.add(DiagnosticKind::BadUsage, "nothing is asked")
        .help("give `--principal` and `--action`, or `--json-lines` and questions on standard input");
    print_diagnostics(diagnostics, SourceSet(), arguments.color);
    return kBadInput;
  }
  auto world = load_world(arguments);
  if (!world) return kBadInput;
  return arguments.json_lines ? Lines(arguments, *world).run() : ask_once(arguments, *world);
}

void add_question(CLI::App& command, SimArguments& arguments) {
  sim::Question& question = arguments.question;
  command
      .add_option("--principal", question.principal,
                  "who calls: an ARN, `role/NAME` or `user/NAME` with --account, a service, or `anonymous`")
      ->type_name("WHO");
  command.add_option("--action", question.action, "what is called: `s3:GetObject`")->type_name("ACTION");
  command
      .add_option("--resource", question.resource, "the resource's ARN; without it, every resource type of the action")
      ->type_name("ARN");
  command.add_option("--account", question.account, "account of the principal, by id or name")->type_name("ACCOUNT");
  command.add_option("--resource-account", question.resource_account, "account of the resource")->type_name("ACCOUNT");
  command.add_option("--context", arguments.context, "a condition key of the request; may be repeated")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
}

}  // namespace

void add_sim(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<SimArguments>();
  CLI::App* command = app.add_subcommand("sim", "Decide requests by the documents, offline");
  add_common(*command, *arguments);
  add_world(*command, *arguments);
  add_question(*command, *arguments);
  check_given(*command
                   ->add_option("--program", arguments->program,
                                "decide by the rules of a compiled program, questions as with --json-lines")
                   ->type_name("FILE"));
  command->add_flag("--json-lines", arguments->json_lines,
                    "read questions from standard input, one JSON object a line");
  command->add_flag("--json", arguments->json, "the answer as JSON; one a line with --json-lines");
  command->footer("Exit codes: 0 allowed · 1 denied · 3 bad usage, input or policy source");
  command->callback([arguments, &exit_code] { exit_code = sim(*arguments); });
}

}  // namespace berm::app
