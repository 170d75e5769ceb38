// Every published SCP, RCP and boundary goes through `import` and back to a document that decides alike, or is refused
// for a reason that stands in refused.tsv. BERM_UPDATE=1 writes the table in docs/conformance-import.md.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

#include "base/text.h"
#include "compiler/check/check.h"
#include "compiler/documents/documents.h"
#include "compiler/import/import.h"
#include "compiler/parse/parse.h"
#include "tests/support/process.h"
#include "verify/imported.h"
#include "verify/requests.h"

namespace berm::importer {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kSeed = 7;

fs::path fixtures() {
  const char* named = std::getenv("BERM_FIXTURES");
  return fs::path(named != nullptr ? named : BERM_SOURCE_DIR "/../shared/fixtures") / "policies";
}

const catalog::Catalog& catalogue() { return catalog::Catalog::builtin(); }

struct Source {
  std::string folder;
  Kind kind;
};
const Source kSources[] = {{"aws-scp", Kind::Scp},
                           {"aws-rcp", Kind::Rcp},
                           {"aws-rcp-lint", Kind::Rcp},
                           {"aws-permission-boundary", Kind::PermissionBoundary}};

documents::Kind document_kind(Kind kind) {
  if (kind == Kind::Scp) return documents::Kind::Scp;
  return kind == Kind::Rcp ? documents::Kind::Rcp : documents::Kind::PermissionBoundary;
}

std::string describe(const access::Request& request) {
  std::string text = fmt::format("{} on {} ({})", request.action, request.resource, request.resource_type);
  for (const auto& [key, values] : request.context)
    text += fmt::format("\n    {} = [{}]", key, fmt::join(values, ", "));
  return text;
}

// How one document fared: `refused` in words, or the rules and bytes of what it became.
struct Fate {
  std::string refused;
  size_t rules = 0, theirs = 0, ours = 0;
};

class Trip {
 public:
  Trip(const std::string& file, Kind kind) : file_(file), kind_(kind) {}

  Fate go() {
    access::ReadResult read = access::read_policy(testing_support::read_text(fixtures() / file_));
    if (!read.document) return {read.error};
    document_ = *read.document;
    Imported imported = import_document(document_, kind_, fs::path(file_).stem().string(), catalogue());
    if (!imported.refused.empty()) {
      return {fmt::format("{}: {}", imported.refused.front().path, imported.refused.front().reason)};
    }
    source_ = imported.source;
    std::optional<ir::Module> module = checked(imported);
    if (!module) return {"Berm does not take the source"};
    if (auto request = verify::imported_difference(document_, access_kind(kind_), *module, catalogue(), kSeed)) {
      return {"decides otherwise: " + first_line(describe(*request))};
    }
    return back(imported, *module);
  }

 private:
  static std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

  std::optional<ir::Module> checked(const Imported& imported) {
    SourceSet sources;
    Diagnostics diagnostics;
    check::Input input;
    input.files.push_back(parse::parse(sources.add(file_, imported.source), sources, diagnostics));
    input.standard_library.push_back(false);
    ir::Module module = check::check(input, sources, catalogue(), diagnostics);
    if (!diagnostics.has_errors()) return module;
    ADD_FAILURE() << render(diagnostics, sources, {}) << imported.source;
    return std::nullopt;
  }

  Fate back(const Imported& imported, const ir::Module& module) {
    Fate fate{"", module.rules.size(), access::write_policy_minified(document_).size(), 0};
    if (module.rules.empty()) return fate;
    documents::Spec spec;
    spec.kind = document_kind(kind_);
    spec.name = "imported";
    spec.rules = {imported.package + ".*"};
    Diagnostics diagnostics;
    documents::Result result = documents::compile(module, {spec}, catalogue(), diagnostics);
    if (result.documents.size() != 1) return {"no document"};
    for (const documents::Row& row : result.rows) {
      if (row.coverage != documents::Coverage::Exact) {
        return {fmt::format("{} is {}: {}", row.rule, name(row.coverage), join(row.words, "; "))};
      }
    }
    fate.ours = result.documents[0].json.size();
    std::vector<const ir::Rule*> rules;
    for (const ir::Rule& rule : module.rules) rules.push_back(&rule);
    const access::Document& ours = result.documents[0].document;
    const access::Document* const both[] = {&ours, &document_};
    for (const access::Document* each : both) {
      for (const access::Request& request : verify::requests_for(*each, rules, catalogue(), 100, kSeed)) {
        if (!documents::inside_universe(spec, request, catalogue())) continue;
        bool a = verify::blocks(document_, request, access_kind(kind_));
        if (a == verify::blocks(ours, request, access_kind(kind_))) continue;
        return {fmt::format("the document decides otherwise: {}", first_line(describe(request)))};
      }
    }
    return fate;
  }

  std::string file_;
  Kind kind_;
  access::Document document_;
  std::string source_;
};

std::map<std::string, std::string> listed() {
  std::ifstream in(fs::path(BERM_TEST_DIR) / "refused.tsv");
  std::map<std::string, std::string> out;
  for (std::string line; std::getline(in, line);) {
    size_t tab = line.find('\t');
    if (line.empty() || line.front() == '#') continue;
    EXPECT_NE(tab, std::string::npos) << line;
    out[line.substr(0, tab)] = line.substr(tab + 1);
  }
  return out;
}

std::string table(const std::vector<std::pair<std::string, Fate>>& fates) {
  size_t back = std::ranges::count_if(fates, [](const auto& each) { return each.second.refused.empty(); });
  std::string out = fmt::format(
      "# Published policies, imported\n\nKept by `tests/conformance/import` (`BERM_UPDATE=1` writes it). {} documents: "
      "{} went through "
      "`berm import` and back to a document that\ndecides alike on generated requests, {} are refused; why stands "
      "beside "
      "them.\n\n| document | rules | bytes, theirs | bytes, ours | refused |\n| --- | --- | --- | --- | --- |\n",
      fates.size(), back, fates.size() - back);
  for (const auto& [file, fate] : fates) {
    std::string reason = fate.refused;
    for (size_t at = 0; (at = reason.find('|', at)) != std::string::npos; at += 2) reason.insert(at, "\\");
    out += reason.empty() ? fmt::format("| {} | {} | {} | {} | |\n", file, fate.rules, fate.theirs, fate.ours)
                          : fmt::format("| {} | | | | {} |\n", file, reason);
  }
  return out;
}

TEST(Import, EveryPublishedPolicyComesBackOrIsRefusedForAReason) {
  if (!fs::exists(fixtures())) GTEST_SKIP() << "no fixtures at " << fixtures();
  auto reasons = listed();
  std::vector<std::pair<std::string, Fate>> fates;
  for (const Source& source : kSources) {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(fixtures() / source.folder)) {
      if (entry.path().extension() == ".json") files.push_back(fs::relative(entry.path(), fixtures()).string());
    }
    std::sort(files.begin(), files.end());
    for (const std::string& file : files) fates.emplace_back(file, Trip(file, source.kind).go());
  }
  EXPECT_GE(fates.size(), 100u);
  for (const auto& [file, fate] : fates) {
    EXPECT_NE(fate.refused.empty(), reasons.count(file) > 0) << file << ": " << fate.refused;
    reasons.erase(file);
  }
  for (const auto& [file, reason] : reasons) ADD_FAILURE() << "listed, but there is no such document: " << file;
  fs::path page = fs::path(BERM_SOURCE_DIR) / "docs/conformance-import.md";
  if (std::getenv("BERM_UPDATE") != nullptr) testing_support::write_text(page, table(fates));
  EXPECT_EQ(testing_support::read_text(page), table(fates)) << "BERM_UPDATE=1 writes " << page;
}

}  // namespace
}  // namespace berm::importer
