// A policy document: reading, writing, deciding calls by it, linting, and importing.
#include "access/policy.h"
#include "access/evaluate.h"
#include "catalog/catalog.h"
#include "compiler/import/import.h"
#include "compiler/parse/parse.h"
#include "lint/lint.h"
#include "tests/fuzz/diagnosed.h"
#include "tests/fuzz/fuzz.h"

namespace berm::fuzz {
namespace {

using access::DocumentKind;

constexpr DocumentKind kKinds[] = {DocumentKind::Scp,      DocumentKind::Rcp,     DocumentKind::PermissionBoundary,
                                   DocumentKind::Identity, DocumentKind::Session, DocumentKind::Resource,
                                   DocumentKind::Trust,    DocumentKind::Endpoint};

std::vector<access::Request> requests() {
  access::Request get{.action = "s3:GetObject", .resource = "arn:aws:s3:::b/k"};
  get.context = {{"aws:principalarn", {"arn:aws:iam::111122223333:role/a"}},
                 {"aws:principalaccount", {"111122223333"}},
                 {"aws:sourceip", {"10.0.0.1"}},
                 {"aws:currenttime", {"2026-11-22T12:00:00Z"}},
                 {"aws:multifactorauthpresent", {"true"}},
                 {"aws:multifactorauthage", {"60"}},
                 {"aws:principaltag/team", {"x"}},
                 {"aws:tagkeys", {"a", "b"}},
                 {"s3:prefix", {}}};
  return {get, {.action = "iam:CreateUser"}};
}

void round_trip(const access::Document& document) {
  if (access::find_unwritable(document)) return;
  for (const std::string& text : {access::write_policy_minified(document), access::write_policy_pretty(document)}) {
    access::ReadResult again = access::read_policy(text);
    require(again.document.has_value(), "what is written can be read");
    require(access::write_policy_minified(*again.document) == access::write_policy_minified(document),
            "what is read back is written alike");
  }
}

// A statement decides where there is one, and Deny wins.
void decide(const access::Document& document) {
  for (const access::Request& request : requests()) {
    for (DocumentKind kind : kKinds) {
      access::Outcome outcome = access::evaluate(document, request, kind);
      require((outcome.statement < 0) == (outcome.decision == access::Decision::ImplicitDeny), "a statement decides");
      require(outcome.statement < static_cast<int>(document.statements.size()), "that statement is there");
    }
  }
}

void import_it(const access::Document& document) {
  auto kind = importer::guess_kind(document);
  if (!kind) return;
  auto imported = importer::import_document(document, *kind, "input", catalog::Catalog::builtin());
  if (!imported.refused.empty()) return;
  SourceSet sources;
  Diagnostics diagnostics;
  parse::parse(sources.add("imported.berm", imported.source), sources, diagnostics);
  show(diagnostics, sources);
  require(!diagnostics.has_errors(), "what is imported is source");
}

void lint_it(std::string_view input) {
  const catalog::Catalog& catalog = catalog::Catalog::builtin();
  lint::lines(lint::lint(input, std::nullopt, catalog));
  for (const std::string& name : lint::kind_names()) {
    for (const lint::Finding& finding : lint::lint(input, lint::parse_kind(name), catalog).findings) {
      require(finding.begin <= finding.end && finding.end <= input.size(), "a finding lies in the text");
    }
  }
}

}  // namespace

void policy(std::string_view input) {
  lint_it(input);
  access::policy_size_without_whitespace(input);
  access::ReadResult read = access::read_policy(input);
  require(read.document.has_value() == read.error.empty(), "a document is read, or it is said why not");
  if (!read.document) return;
  round_trip(*read.document);
  decide(*read.document);
  import_it(*read.document);
}

}  // namespace berm::fuzz
