// berm grant: a time-boxed permission of a `grant` rule, written for one principal.
#include <chrono>
#include <filesystem>
#include <memory>

#include "CLI/CLI.hpp"
#include "access/evaluate.h"
#include "access/instant.h"
#include "apps/berm/command.h"
#include "base/files.h"
#include "base/text.h"
#include "compiler/check/iam_names.h"
#include "compiler/check/literals.h"
#include "compiler/documents/grant.h"
#include "fmt/format.h"

namespace berm::app {
namespace {

// Policies write years in four digits.
constexpr int64_t kYear10000 = 253402300800;

struct GrantArguments : Common {
  std::string rule, principal, from, lasting, output;
};

int64_t now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

Diagnostic& bad(Diagnostics& diagnostics, std::string message) {
  return diagnostics.add(DiagnosticKind::BadGrant, std::move(message));
}

// The rule by its full name, or by the last part of it where only one ends so.
const ir::Rule* find_rule(const ir::Module& module, const std::string& name, Diagnostics& diagnostics) {
  const ir::Rule* found = nullptr;
  NearestName near(name);
  for (const ir::Rule& rule : module.rules) {
    if (rule.verb != ir::Verb::Grant) continue;
    near.offer(rule.name);
    if (rule.name == name) return &rule;
    if (!rule.name.ends_with("." + name)) continue;
    if (found != nullptr) {
      bad(diagnostics, fmt::format("`{}` may be `{}` or `{}`", name, found->name, rule.name))
          .help("give its full name");
      return nullptr;
    }
    found = &rule;
  }
  if (found != nullptr) return found;
  const auto best = near.best();
  bad(diagnostics, fmt::format("`{}` is no rule that grants", name))
      .help(best ? fmt::format("did you mean `{}`?", *best)
                 : "a rule such as `rule restart: grant role \"oncall/*\" rds:RebootDBInstance for 30m`");
  return nullptr;
}

// Six parts, of a role or a user, without wildcards.
bool is_principal(const std::string& arn) {
  const auto parts = split(arn, ':');
  if (parts.size() != 6 || parts[0] != "arn" || parts[2] != "iam" || has_wildcard(arn)) return false;
  const bool role = parts[5].starts_with("role/");
  if (!is_account_id(parts[4]) || (!role && !parts[5].starts_with("user/"))) return false;
  return !check::principal_mistake(role ? ast::PrincipalKind::Role : ast::PrincipalKind::User, parts[5].substr(5));
}

bool check_principal(const ir::Rule& rule, const std::string& arn, const catalog::Catalog& catalog,
                     Diagnostics& diagnostics) {
  if (!is_principal(arn)) {
    bad(diagnostics, fmt::format("`{}` is not the ARN of a role or a user", arn))
        .help("`--for arn:aws:iam::111122223333:role/oncall/ana`");
    return false;
  }
  if (documents::may_be_given(rule, arn, catalog)) return true;
  bad(diagnostics, fmt::format("`{}` may not be given to `{}`", rule.name, arn))
      .at(rule.span)
      .help("the rule says to whom it may be given");
  return false;
}

std::optional<documents::Window> window_of(const ir::Rule& rule, const GrantArguments& arguments,
                                           Diagnostics& diagnostics) {
  const auto from = arguments.from.empty() ? now() : access::parse_time(arguments.from);
  if (!from) {
    bad(diagnostics, fmt::format("`{}` is not a time", arguments.from)).help("`--from 2026-11-22T14:00:00Z`");
    return std::nullopt;
  }
  const auto lasting = arguments.lasting.empty() ? rule.duration : check::parse_duration(arguments.lasting);
  if (!lasting || *lasting <= 0) {
    bad(diagnostics, fmt::format("`{}` is not a duration", arguments.lasting)).help("`--lasting 20m`");
    return std::nullopt;
  }
  if (*lasting > rule.duration) {
    bad(diagnostics, fmt::format("`{}` lasts {} seconds at the most, not {}", rule.name, rule.duration, *lasting))
        .at(rule.span)
        .help("`--lasting` can only be shorter than what the rule says");
    return std::nullopt;
  }
  const documents::Window window{*from, *from + *lasting};
  if (window.until > now() && window.until < kYear10000) return window;
  bad(diagnostics, fmt::format("the grant would be over by {}", access::time_text(window.until)))
      .help("`--from` says when it begins; without it, that is now");
  return std::nullopt;
}

std::string summary(const documents::GrantDocument& made, const GrantArguments& arguments,
                    const documents::Window& window) {
  std::string text = fmt::format("{} for {}\nfrom {} until {}\n", made.row.rule, arguments.principal,
                                 access::time_text(window.from), access::time_text(window.until));
  for (const std::string& words : made.row.words) text += fmt::format("not granted: {}\n", words);
  const bool fits = static_cast<int64_t>(made.size) <= made.session_quota;
  return text + fmt::format("{} of {} characters of a session policy{}\n", made.size, made.session_quota,
                            fits ? "" : ": too large for one, attach it as a policy of the role");
}

bool write(const documents::GrantDocument& made, const std::string& path, Diagnostics& diagnostics) {
  return path.empty() ? print(made.pretty) : write_files({{path, made.json}}, diagnostics);
}

int grant(const GrantArguments& arguments) {
  auto project = load(arguments);
  if (!project) return kBadInput;
  Diagnostics diagnostics;
  const ir::Rule* rule = find_rule(project->module, arguments.rule, diagnostics);
  std::optional<documents::Window> window;
  if (rule != nullptr && check_principal(*rule, arguments.principal, *project->catalog, diagnostics)) {
    window = window_of(*rule, arguments, diagnostics);
  }
  documents::GrantDocument made;
  if (window) made = documents::grant_document(*rule, arguments.principal, *window, *project->catalog);
  if (window && made.document.statements.empty()) {
    bad(diagnostics, fmt::format("nothing of `{}` can be said in a policy: {}", rule->name, join(made.row.words, "; ")))
        .at(rule->span);
  }
  const bool written = !diagnostics.has_errors() && write(made, arguments.output, diagnostics);
  print_diagnostics(diagnostics, project->sources, arguments.color);
  if (!written) return kBadInput;
  fmt::print(stderr, "{}", summary(made, arguments, *window));
  return kClean;
}

}  // namespace

void add_grant(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<GrantArguments>();
  CLI::App* command = app.add_subcommand("grant", "Write the time-boxed policy of a `grant` rule for one principal");
  command->add_option("rule", arguments->rule, "the rule, by its name")->required()->type_name("RULE");
  add_common(*command, *arguments);
  command->add_option("--for", arguments->principal, "ARN of the role or user who gets it")
      ->required()
      ->type_name("ARN");
  command->add_option("--from", arguments->from, "when it begins (default: now)")->type_name("TIME");
  command->add_option("--lasting", arguments->lasting, "shorter than the rule's duration: 20m")->type_name("DURATION");
  command->add_option("-o,--output", arguments->output, "file for the minified policy (default: standard output)")
      ->type_name("FILE");
  command->callback([arguments, &exit_code] { exit_code = grant(*arguments); });
}

}  // namespace berm::app
