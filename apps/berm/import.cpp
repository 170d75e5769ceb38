// berm import: existing policy documents as Berm source that means the same.
#include <filesystem>
#include <memory>

#include "CLI/CLI.hpp"
#include "access/json_tree.h"
#include "apps/berm/command.h"
#include "base/files.h"
#include "compiler/check/check.h"
#include "compiler/import/import.h"
#include "compiler/parse/parse.h"
#include "fmt/format.h"
#include "verify/imported.h"

namespace berm::app {
namespace {

struct ImportArguments : Common {
  std::vector<std::string> files;
  std::string kind, out;
};

constexpr uint64_t kSeed = 1;

// One document that became source.
struct Made {
  std::string stem;
  importer::Kind kind;
  importer::Imported imported;
};

// The piece of the JSON that a path names: "Statement[0].Condition.Bool.aws:SecureTransport".
access::JsonPlace find_place(const access::JsonNode& root, std::string_view path) {
  const access::JsonNode* node = &root;
  while (!path.empty()) {
    const access::JsonNode* next = nullptr;
    size_t index = 0;
    for (const access::JsonMember& member : node->members) {
      std::string step = node->is(access::JsonNode::Kind::Array) ? access::json_path("", index++) : member.name;
      bool ends = path.size() == step.size() || path[std::min(step.size(), path.size() - 1)] == '.' ||
                  path[std::min(step.size(), path.size() - 1)] == '[';
      if (!path.starts_with(step) || !ends) continue;
      next = &member.value;
      path.remove_prefix(step.size());
      break;
    }
    if (next == nullptr && path.starts_with("[0]")) {  // a single one needs no list
      path.remove_prefix(3);
      next = node;
    }
    if (next == nullptr) break;
    node = next;
    if (path.starts_with('.')) path.remove_prefix(1);
  }
  return node->place;
}

class Importing {
 public:
  Importing(SourceSet& sources, Diagnostics& diagnostics) : sources_(sources), diagnostics_(diagnostics) {}

  std::optional<Made> make(const std::string& path, const std::string& json, const std::string& kind_name) {
    file_ = sources_.add(path, json);
    access::ReadResult read = access::read_policy(json);
    if (!read.document) {
      diagnostics_.add(DiagnosticKind::ImportNotRead, fmt::format("`{}` is no policy document: {}", path, read.error))
          .at(Span{file_, 0, 1})
          .help("`berm lint-policy` names all that is wrong with it");
      return std::nullopt;
    }
    auto kind = kind_name.empty() ? importer::guess_kind(*read.document) : importer::parse_kind(kind_name);
    if (!kind) {
      diagnostics_
          .add(DiagnosticKind::ImportKindUnknown, fmt::format("`{}` is neither an SCP, an RCP nor a boundary", path))
          .at(Span{file_, 0, 1})
          .help("`--kind` says what to take it for");
      return std::nullopt;
    }
    std::string stem = path == "-" ? "policy" : std::filesystem::path(path).stem().string();
    Made made{stem, *kind, importer::import_document(*read.document, *kind, stem, catalog_)};
    if (!report(made.imported, json) || !same(made, *read.document)) return std::nullopt;
    return made;
  }

 private:
  bool report(const importer::Imported& imported, const std::string& json) {
    access::JsonReadResult tree = access::read_json(json);
    for (const importer::Refusal& refusal : imported.refused) {
      access::JsonPlace place = find_place(tree.root, refusal.path);
      diagnostics_.add(DiagnosticKind::ImportNotSaid, fmt::format("{}: {}", refusal.path, refusal.reason))
          .at(Span{file_, place.begin, place.end});
    }
    return imported.refused.empty();
  }

  // What would be written is read as any source is, and asked about the calls that the document is asked about.
  bool same(const Made& made, const access::Document& document) {
    SourceSet own;
    Diagnostics problems;
    check::Input input;
    input.files.push_back(parse::parse(own.add(made.stem + ".berm", made.imported.source), own, problems));
    input.standard_library.push_back(false);
    ir::Module module = check::check(input, own, catalog_, problems);
    if (problems.has_errors()) {
      differs(fmt::format("Berm does not take what would be written: {}", problems.items().front().message));
      return false;
    }
    auto request = verify::imported_difference(document, access_kind(made.kind), module, catalog_, kSeed);
    if (!request) return true;
    bool blocked = verify::blocks(document, *request, access_kind(made.kind));
    differs(fmt::format("`{}` on `{}` is denied by {} alone", request->action, request->resource,
                        blocked ? "the document" : "what would be written"));
    return false;
  }

  void differs(std::string message) {
    diagnostics_.add(DiagnosticKind::ImportDiffers, std::move(message))
        .at(Span{file_, 0, 1})
        .help(
            "a condition on a key that only some resources of an action carry holds on all others, where it is "
            "negated; "
            "name the resources in the document");
  }

  SourceSet& sources_;
  Diagnostics& diagnostics_;
  const catalog::Catalog& catalog_ = catalog::Catalog::builtin();
  FileId file_;
};

// A project of its own: the manifest, and one source a document.
std::vector<OutputFile> project_of(const std::string& directory, const std::vector<Made>& made) {
  std::vector<OutputFile> files;
  std::string manifest = "name: imported\nsources: [policies/]\ndocuments:\n";
  for (const Made& each : made) {
    std::string short_name = each.imported.package.substr(each.imported.package.find('.') + 1);
    files.push_back({fmt::format("{}/policies/{}.berm", directory, short_name), each.imported.source});
    manifest += fmt::format("  - {{ kind: {}, name: {}, rules: [\"{}.*\"] }}\n", importer::name(each.kind), short_name,
                            each.imported.package);
  }
  files.push_back({directory + "/berm.yaml", manifest});
  return files;
}

bool print_sources(const std::vector<Made>& made) {
  std::string text;
  for (const Made& each : made) text += (text.empty() ? "" : "\n") + each.imported.source;
  return print(text);
}

int import(const ImportArguments& arguments) {
  SourceSet sources;
  Diagnostics diagnostics;
  std::vector<Made> made;
  for (const std::string& path : arguments.files) {
    auto json = read_file(path, kMaxPolicyBytes, diagnostics);
    if (!json) continue;
    auto one = Importing(sources, diagnostics).make(path, *json, arguments.kind);
    if (one) made.push_back(std::move(*one));
  }
  if (diagnostics.empty() && !arguments.out.empty()) write_files(project_of(arguments.out, made), diagnostics);
  print_diagnostics(diagnostics, sources, arguments.color);
  if (diagnostics.has_errors()) return kBadInput;
  if (arguments.out.empty()) return print_sources(made) ? kClean : kBadInput;
  std::string text;
  for (const Made& each : made) {
    for (const std::string& left : each.imported.left) text += fmt::format("{}: {}\n", each.stem, left);
  }
  text += fmt::format("Wrote {}: {} documents as source. `berm build {}` writes them again.\n", arguments.out,
                      made.size(), arguments.out);
  return print(text) ? kClean : kBadInput;
}

}  // namespace

void add_import(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<ImportArguments>();
  CLI::App* command = app.add_subcommand("import", "Turn existing SCPs, RCPs and boundaries into Berm source");
  command->add_option("files", arguments->files, "policy documents as JSON; - is standard input")
      ->required()
      ->type_name("FILE…");
  auto* kind = command->add_option("--kind", arguments->kind, "what they are (default: what each looks like)");
  check_choice(*kind->type_name("KIND"), {"aws.scp", "aws.rcp", "aws.permission_boundary"});
  command->add_option("-o,--out", arguments->out, "folder for a project (default: the source on standard output)")
      ->type_name("DIR");
  add_color(*command, *arguments);
  command->callback([arguments, &exit_code] { exit_code = import(*arguments); });
}

}  // namespace berm::app
