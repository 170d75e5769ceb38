// team NAME { account … ou … principals … storage … repo … }
#include <array>
#include <map>

#include "base/text.h"
#include "compiler/check/build.h"
#include "compiler/check/checker.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

constexpr std::array<std::string_view, 5> kFields = {"account", "ou", "principals", "storage", "repo"};

ir::Value text_value(std::string text) { return {std::move(text)}; }

ir::Value list_value(const std::vector<std::string>& texts) {
  ir::ValueList list;
  for (const std::string& text : texts) list.push_back(text_value(text));
  return {std::move(list)};
}

void append_to(ir::Value& list, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) std::get<ir::ValueList>(list.data).push_back(text_value(text));
}

}  // namespace

// Teams are known to all packages: a rule of one package ranges over the teams of all.
void Checker::check_teams() {
  std::map<std::string, Span> seen;
  for (const Symbol& symbol : symbols_.all()) {
    if (symbol.kind != SymbolKind::Team) continue;
    Team team = make_team(symbol, std::get<ast::TeamDecl>(*symbol.decl));
    auto [at, fresh] = seen.try_emplace(team.name, team.span);
    if (fresh) {
      teams_.push_back(std::move(team));
      continue;
    }
    if (symbols_.find(symbol.file, {symbol.base->name.text})->decl != symbol.decl) continue;  // reported in its package
    report(DiagnosticKind::DuplicateDeclaration, fmt::format("team `{}` is declared twice", team.name), team.span)
        .label(at->second, "first declared here")
        .help("all packages share one set of teams");
  }
  check_storage_overlaps();
}

Team Checker::make_team(const Symbol& symbol, const ast::TeamDecl& decl) {
  Team team;
  team.name = std::string(decl.name.text);
  team.span = decl.name.span;
  ir::ValueMap values{{"name", text_value(team.name)}, {"account", {}},
                      {"accounts", list_value({})},    {"ou", {}},
                      {"storage", list_value({})},     {"repo", list_value({})}};
  std::map<std::string_view, Span> seen;
  Place place{symbol.file, &file_scopes_[symbol.file]};
  for (const ast::TeamDecl::Field& field : decl.fields) {
    auto [at, fresh] = seen.try_emplace(field.name.text, field.name.span);
    if (fresh) {
      check_field(field, place, team, values);
      continue;
    }
    report(DiagnosticKind::InvalidTeam, fmt::format("`{}` stands twice", field.name.text), field.name.span)
        .label(at->second, "first here")
        .help("write its values behind one `" + std::string(field.name.text) + "`, with commas");
  }
  team.constant = expressions_.literal({std::move(values)}, Type::object(team_record_), decl.name.span);
  return team;
}

void Checker::check_field(const ast::TeamDecl::Field& field, const Place& place, Team& team, ir::ValueMap& values) {
  std::string_view name = field.name.text;
  if (name == "principals") {
    team.has_principals = true;
    team.callers = lower(field.who, place);
    return;
  }
  if (name == "storage") return check_storage_field(field, place, team, values);
  NearestName nearest(name);
  bool known = false;
  for (std::string_view other : kFields) {
    nearest.offer(other);
    known |= other == name;
  }
  if (!known) {
    Diagnostic& diagnostic =
        report(DiagnosticKind::UnknownTeamField, fmt::format("a team has no `{}`", name), field.name.span);
    std::optional<std::string> best = nearest.best();
    diagnostic.help(best ? fmt::format("did you mean `{}`?", *best)
                         : "a team has `account`, `ou`, `principals`, `storage` and `repo`");
    return;
  }
  ir::Type kind = name == "account" ? ir::Type::Account : ir::Type::String;
  for (const ast::Expr* value : field.values) {
    auto found =
        texts(*value, place, kind, name == "account" ? "an account id" : "a string", DiagnosticKind::InvalidTeam);
    if (!found || found->empty()) continue;
    std::string one(name);
    if (name == "repo") append_to(values["repo"], *found);
    if (name == "account") append_to(values["accounts"], *found);
    if (name != "repo" && values[one].is_null()) values[one] = text_value(found->front());
  }
}

void Checker::check_storage_field(const ast::TeamDecl::Field& field, const Place& place, Team& team,
                                  ir::ValueMap& values) {
  for (const ast::Expr* value : field.values) {
    auto found = texts(*value, place, ir::Type::String, "a storage prefix", DiagnosticKind::InvalidTeam);
    if (!found) continue;
    for (const std::string& text : *found) {
      StorageResult storage =
          read_storage(module_, {make_text(module_, text, ir::Type::String, value->span)}, value->span);
      if (!storage.prefix) {
        report(DiagnosticKind::InvalidTeam, storage.mistake, value->span).help(storage.hint);
        continue;
      }
      append_to(values["storage"], {storage.prefix->text});
      team.storage.push_back({storage.prefix->text, value->span});
    }
  }
}

// Sorted, a prefix stands before whatever it covers; comparing every pair would be slow with thousands of them.
void Checker::check_storage_overlaps() {
  std::multimap<std::string_view, Span> all;
  for (const Team& team : teams_) {
    for (const auto& [text, span] : team.storage) all.emplace(text, span);
  }
  auto outer = all.end();
  for (auto at = all.begin(); at != all.end(); ++at) {
    bool covered = outer != all.end() && at->first.starts_with(outer->first);
    if (!covered) {
      outer = at;
      continue;
    }
    report(DiagnosticKind::StorageOverlaps, fmt::format("`{}` lies in `{}`", at->first, outer->first), at->second)
        .label(outer->second, "the other prefix")
        .help("give each team a prefix of its own");
  }
}

}  // namespace berm::check
