// The syntax tree of one Berm source file: what was written, nothing resolved.
//
// Nodes live in the arena of their File and are immutable after parsing; texts are views into that arena
// or the source text. Every node knows its place.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/source.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Allocator.h"

namespace berm::ast {

enum class ExprKind : uint8_t {
#define BERM_EXPR(name) name,
#include "compiler/ast/expr_kind.def"
};

enum class BinaryOp : uint8_t {
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  In,
  NotIn,
  Like,
  NotLike,
  Matches,
  NotMatches,
  And,
  Or,
  Coalesce
};

enum class QuantifierKind : uint8_t { Any, All, No, Count };

struct GrantTest;

struct Expr {
  ExprKind kind = ExprKind::Error;
  BinaryOp op = BinaryOp::Equal;
  QuantifierKind quantifier = QuantifierKind::Any;
  Span span;
  Span name_span;
  std::string_view text;
  llvm::ArrayRef<const Expr*> children;
  const GrantTest* grant = nullptr;  // Grants
  uint32_t depth = 1;                // of the tree below; the parser refuses what is deeper than kMaxExprDepth
};

// Passes over expressions may recurse this deep.
inline constexpr uint32_t kMaxExprDepth = 1000;

struct Name {
  std::string_view text;
  Span span;
};

// A name of dotted parts: `logging.disabled`, `std.aws.logging`.
struct DottedName {
  std::vector<Name> parts;
  Span span;
  std::string text() const;
};

// bool | int | … | list<T> | set<T> | map<T> | any
struct TypeExpr {
  Name name;
  std::vector<TypeExpr> arguments;
  Span span;
};

// ---- principals

enum class PrincipalKind : uint8_t { Role, User, Account, Ou, Org, Service, Sso, Root, Anyone, Named };

// `with mfa`, `with mfa within 1h`, `tagged "k" == "v"` (also `!=`, `like`, `in [..]`)
struct Narrowing {
  enum class Kind : uint8_t { Mfa, Tagged } kind = Kind::Mfa;
  const Expr* within = nullptr;  // Mfa: a duration or null
  const Expr* key = nullptr;     // Tagged
  BinaryOp op = BinaryOp::Equal;
  const Expr* value = nullptr;
  Span span;
};

struct PrincipalTerm {
  PrincipalKind kind = PrincipalKind::Named;
  const Expr* argument = nullptr;  // pattern (Role, User, Account, Ou, Org, Service, Sso); null for Root, Anyone, Named
  const Expr* named = nullptr;     // Named: a Name or Member (`break_glass`, `t.principals`)
  std::vector<Narrowing> narrowings;
  Span span;
};

// A comma is a union.
struct Who {
  std::vector<PrincipalTerm> terms;
  Span span;
};

// ---- actions

struct ActionItem {
  enum class Sign : uint8_t { Plus, Minus } sign = Sign::Plus;
  enum class Kind : uint8_t { Pattern, Named, Unchecked } kind = Kind::Pattern;
  std::string_view pattern;  // Pattern, Unchecked: "s3:Get*", "*"; one item for each name in `s3:{A, B}`
  DottedName name;           // Named
  Span span;
};

// Items apply in order; the last that matches an action decides.
struct Actions {
  std::vector<ActionItem> items;
  Span span;
};

// ---- policies

// `policy(x) grants [any|all] ACTIONS [on "…"] [to anyone | to account "…"]`
struct GrantTest {
  enum class Quantifier : uint8_t { None, Any, All } quantifier = Quantifier::None;
  Actions actions;
  std::vector<const Expr*> on;  // empty: on some resource
  bool to_anyone = false;
  const Expr* to_account = nullptr;
  Span span;
};

// ---- hazards

// `calls A, B where { … }`
struct CallsClause {
  Actions actions;
  const Expr* where = nullptr;
  Span span;
};

// `assume unset x.a = V`
struct Assumption {
  const Expr* path = nullptr;
  const Expr* value = nullptr;
  Span span;
};

enum class PlanVerb : uint8_t { Plan, Creates, Updates, Deletes, Replaces, Forgets, Drifts };

// `of T b by a.x`
struct SubjectOf {
  std::vector<Name> types;
  Name binder;
  const Expr* via = nullptr;
  Span span;
};

// `plan [creates|updates|deletes|replaces|forgets|drifts] T x [of T b by x.a] [where { … }] [except replacing]
// [assume unset …]… [say "…"]`
struct PlanClause {
  PlanVerb verb = PlanVerb::Plan;
  std::vector<Name> types;  // `aws_a, aws_b x`
  Name binder;
  std::optional<SubjectOf> subject;
  const Expr* where = nullptr;
  bool except_replacing = false;
  std::vector<Assumption> assumptions;
  const Expr* say = nullptr;  // String or Interpolation
  Span span;
};

// ---- declarations

struct Annotation {
  Name name;
  const Expr* value = nullptr;  // a literal, or a Name (`@severity(critical)`)
  Span span;
};

struct DeclBase {
  Name name;
  std::string_view doc;  // `///` lines without the slashes, joined by '\n'
  std::vector<Annotation> annotations;
  Span span;
};

struct ImportDecl {
  DottedName path;
  Span span;
};

struct ParamDecl : DeclBase {
  TypeExpr type;
  const Expr* value = nullptr;  // the default or null
};

struct LetDecl : DeclBase {
  std::optional<TypeExpr> type;
  const Expr* value = nullptr;
};

struct PrincipalDecl : DeclBase {
  Who who;
};

struct ActionsDecl : DeclBase {
  Actions actions;
};

struct HazardDecl : DeclBase {
  std::vector<DottedName> includes;  // hazards whose clauses are its own too
  std::vector<CallsClause> calls;
  std::vector<PlanClause> plans;
};

// team payments { account "1111…"  ou "…"  principals role "…", role "…"  storage "s3://…", "…"  repo "…" }
struct TeamDecl : DeclBase {
  struct Field {
    Name name;                        // account | ou | principals | storage | repo
    std::vector<const Expr*> values;  // every field but `principals`
    Who who;                          // `principals`
    Span span;
  };
  std::vector<Field> fields;
};

// declare resource kubernetes_manifest { manifest: map<any>  name: string }, declare data vault_policy { … }
struct DeclareResourceDecl : DeclBase {
  bool data = false;
  struct Attribute {
    Name name;
    TypeExpr type;
  };
  std::vector<Attribute> attributes;
};

enum class ExceptKind : uint8_t { Principals, Calls, Resource, Subject };

struct Exception {
  ExceptKind kind = ExceptKind::Principals;
  Who who;
  Actions actions;
  Name binder;  // Resource, Subject
  const Expr* where = nullptr;
  Span span;
};

enum class UnknownPolicy : uint8_t { Fail, Warn, Pass };

// forbid TARGET [by WHO] [where { … }]; the target is a hazard's or action set's name, or actions.
struct ForbidSentence {
  DottedName name;  // empty where `actions` holds the target
  Actions actions;
  std::optional<Who> by;
  const Expr* where = nullptr;
};

// require T {, T} x [where { … }] : expr
struct RequireSentence {
  std::vector<Name> types;
  Name binder;
  const Expr* where = nullptr;
  const Expr* condition = nullptr;
};

// cap WHO at A [on R, R] { and A [on R] }
struct CapSentence {
  struct Grant {
    Actions actions;
    std::vector<const Expr*> on;  // empty: on everything
    Span span;
  };
  Who who;
  std::vector<Grant> grants;
};

// confine ACTIONS [by WHO] [within V, V] to V, V
struct ConfineSentence {
  enum class What : uint8_t { Actions, Storage, Region, Network, Organisation } what = What::Actions;
  Actions actions;  // Actions
  Span what_span;
  std::optional<Who> by;
  std::vector<const Expr*> within;  // empty: not written
  Span within_span;
  std::vector<const Expr*> to;
};

// trust IDENTITY {, IDENTITY} to assume WHO [, nothing else may]
struct TrustSentence {
  // `branch "main"`, `with mfa [within 1h]`, `from account "…"`
  struct Claim {
    Name name;                    // "mfa" of `with mfa`
    const Expr* value = nullptr;  // null: `with mfa` alone
    bool from = false;
    Span span;
  };
  struct Identity {
    Name kind;  // github, gitlab, bitbucket, terraform, saml, account, role, user, service; or a mistake
    const Expr* value = nullptr;
    std::vector<Claim> claims;
    Span span;
  };
  std::vector<Identity> identities;
  Who roles;
  bool nothing_else = false;
};

// grant WHO A [on R, R] { and A [on R] } for D [with mfa [within D]]
struct GrantSentence {
  Who who;
  std::vector<CapSentence::Grant> grants;
  const Expr* duration = nullptr;
  bool mfa = false;
  const Expr* mfa_within = nullptr;
  Span mfa_span;
};

struct RuleDecl : DeclBase {
  std::optional<Name> team_variable;  // `for team t:`
  std::variant<ForbidSentence, RequireSentence, CapSentence, ConfineSentence, TrustSentence, GrantSentence> sentence;
  Span sentence_span;
  std::vector<Exception> exceptions;
  std::optional<UnknownPolicy> if_unknown;
  Span if_unknown_span;
  const Expr* accept_wider = nullptr;  // String
};

// ---- tests

// principal role "x" with mfa | action s3:GetObject | resource "arn…" | region "…" | account "…" |
// context { "k" = v } | tags { } (of the request) | resource_tags { } | principal_tags { }
struct CallCase {
  struct Field {
    Name name;
    Who who;          // principal
    Actions actions;  // action: exactly one pattern without wildcards
    const Expr* value = nullptr;
    Span span;
  };
  std::vector<Field> fields;
  Span span;
};

// create aws_x "name" [in "module.a"] { attributes } [from { … }]. Values are literals, lists, objects, `unknown`.
// Nested blocks (`ingress { … }`) are kept in order as repeated entries.
struct BlockBody {
  struct Entry {
    Name name;
    const Expr* value = nullptr;       // `a = v`, or
    std::unique_ptr<BlockBody> block;  // `a { … }`
    Span span;
  };
  std::vector<Entry> entries;
  Span span;
};

struct PlannedResource {
  // `moved "aws_x.old"`
  struct Option {
    Name name;
    std::vector<const Expr*> values;  // at least one, Strings
    Span span;
  };
  Name action;  // create | update | delete | replace | no-op | read | forget | drift | defer | import (as written,
                // `noop` too)
  Name type;
  Name name;                        // text without quotes
  std::string_view module_address;  // `in "module.a[0]"`
  const Expr* index = nullptr;      // `"name"["key"]`, `"name"[0]`
  std::vector<Option> options;
  BlockBody after;                // for `delete`: the values before
  std::optional<BlockBody> from;  // update, replace
  Span span;
};

struct PlanCase {
  const Expr* file = nullptr;  // String, or
  std::vector<PlannedResource> resources;
  Span span;
};

// denied by R | denied | not denied | violation R on "addr" | not proven R on "addr" | satisfied R | clean [R] | not
// applicable R
enum class ExpectKind : uint8_t { Denied, NotDenied, Violation, NotProven, Satisfied, Clean, NotApplicable };

struct Expectation {
  ExpectKind kind = ExpectKind::Clean;
  DottedName rule;                // may be empty
  const Expr* address = nullptr;  // String or null
  Span span;
};

struct TestStep {
  std::variant<CallCase, PlanCase> subject;
  std::vector<Expectation> expectations;  // at least one: `expect A, B` or several `expect`
  Span span;
};

struct TestDecl : DeclBase {  // name.text: the title
  std::vector<TestStep> steps;
};

using Decl = std::variant<ParamDecl, LetDecl, PrincipalDecl, ActionsDecl, HazardDecl, TeamDecl, DeclareResourceDecl,
                          RuleDecl, TestDecl>;

struct File {
  FileId source;
  std::string_view doc;  // `///` lines before `package`
  DottedName package;    // empty where the declaration is missing (already reported)
  std::vector<ImportDecl> imports;
  std::vector<Decl> decls;
  std::vector<Name> lost;  // names of declarations left out for their mistakes: using one is no further mistake
  std::unique_ptr<llvm::BumpPtrAllocator> arena;
  std::vector<std::unique_ptr<GrantTest>> grants;  // that expressions point to
};

// A stable, indented text of the tree for golden tests and `berm build --dump=ast`.
std::string dump(const File& file, const SourceSet& sources);

}  // namespace berm::ast
