// IR → cloud policy documents, and for every rule what each document enforces of it.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "access/evaluate.h"
#include "access/policy.h"
#include "base/diagnostic.h"
#include "base/source.h"
#include "catalog/catalog.h"
#include "ir/ir.h"

namespace berm::documents {

enum class Kind : uint8_t { Scp, Rcp, PermissionBoundary, IdentityPolicy, TrustPolicy, BucketPolicy };
std::string_view name(Kind kind);  // "aws.scp", "aws.rcp", "aws.permission_boundary" …
std::span<const Kind> kinds();
access::DocumentKind access_kind(Kind kind);

// Where a policy of an organisation is attached, and at which stage of its rollout; empty: at every one.
struct Attachment {
  std::string target;  // r-…, ou-… or an account id
  std::string stage;
};

// What the manifest asks for.
struct Spec {
  Kind kind = Kind::Scp;
  std::string name;                         // file stem: letters, digits, - _
  std::vector<std::string> rules;           // patterns, see ir::matches_rule
  std::vector<Attachment> attach;           // SCP, RCP
  std::map<std::string, int64_t> existing;  // target → policies already attached there
  InputPosition position;
  std::string organisation;  // id, "o-…"; empty: not known
  std::string account;       // twelve digits: of the roles (trust policy) or the bucket; empty: not known
  std::string bucket;        // BucketPolicy
  std::string partition = "aws";
  bool compact = false;  // wildcards may stand for several actions, though they match future ones too
};

enum class Coverage : uint8_t { Exact, Narrower, Wider, NotExpressible };
std::string_view name(Coverage coverage);

// A cell of the table rule × target.
struct Row {
  std::string rule;
  std::string document;  // where its statements take several: "org, org-2"
  Coverage coverage = Coverage::Exact;
  std::vector<std::string> words;  // gaps, what else is blocked, or the reason
};

// The row is about that document, if about others too.
bool is_about(const Row& row, std::string_view document);

// A pattern of Spec::compact and today's actions that it stands for; tomorrow's of that name it will match too.
struct Wildcard {
  std::string pattern;
  std::vector<std::string> covers;
};

struct Written {
  Spec spec;            // where the manifest's document takes several, with the name of this one
  std::string part_of;  // its name in the manifest
  access::Document document;
  std::vector<std::vector<std::string>> origins;  // of each statement: the rules that it comes from
  std::string json;                               // minified, as attached
  std::string pretty;
  std::string terraform;  // Terraform JSON: the policy and its attachments
  size_t size = 0;        // as the service counts it
  int64_t quota = 0;
  std::map<std::string, int64_t> attached;  // target → policies there, ours and `existing`
  std::map<std::string, size_t> growth;     // rule → characters that it takes because of whom it excepts
  std::vector<Wildcard> wildcards;
};

// An exception that somebody could grant himself.
struct SelfGrant {
  std::string rule, document, principal, how;  // how: "anyone who may call iam:CreateRole in a member account …"
  Span span;
};

// How much of a document does not hold for somebody.
struct ExceptionCount {
  std::string document, principal;
  size_t rules = 0, of = 0;  // excepted from so many of the document's rules
  bool unprotected = false;  // and the source accepts that nothing guards him
};

struct Result {
  std::vector<Written> documents;
  std::vector<Row> rows;  // every rule that a document names, in rule then document order
  std::vector<SelfGrant> self_grants;
  std::vector<ExceptionCount> exceptions;  // by document, in order of the first exception
};

// A document as an earlier build wrote it.
struct Standing {
  std::string name;
  std::string json;
};

// Whether the words of a row leave out no call that the catalogue knows: what only plans show, and what AWS adds later.
bool leaves_out_none(std::string_view words);

// Reports what stops a build: over a quota, wider without `accept wider`, a pattern that names no rule, a rule no
// target enforces. What the manifest names once may take several documents; `standing` ones keep their statements.
Result compile(const ir::Module& module, const std::vector<Spec>& specs, const catalog::Catalog& catalog,
               Diagnostics& diagnostics, const std::vector<Standing>& standing = {});

// Exceptions that nothing guards stop what puts documents into force. Reports each once a document.
void report_unguarded(const Result& result, Diagnostics& diagnostics);

// The call with what everyone has whom documents of the kind see, where it does not say otherwise.
access::Request as_seen(const Spec& spec, access::Request request);
// Whether documents of this kind see the call at all; only there they have to agree with their rules.
bool inside_universe(const Spec& spec, const access::Request& request, const catalog::Catalog& catalog);

// The table, sizes and exceptions for a terminal.
std::string render(const Result& result, unsigned width, bool color);

}  // namespace berm::documents
