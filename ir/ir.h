// The intermediate representation: every rule as what it denotes, names resolved, parameters set, teams expanded.
// Made by compiler/check; read by compiler/documents and by reference/, the naive evaluator. Data only.
//
// A rule denotes two sets: API calls (`calls`, `allows`) and planned changes (`plans`, `requires`).
//
// Calls. A call is one action on one resource leg with the request's condition keys. Conditions are
// two-valued over RequestKey leaves and are judged in negation normal form: push each Not down to the tests first
// (De Morgan; Any and All are each other's dual). Then, for a test on key K (service keys and tag keys as the catalogue
// lists them; global aws: keys are carried by every call):
//   - K is carried by this leg: a missing K makes the test false and its negation true;
//   - K is not carried by this leg but by another leg (resource type) of the same action: false in both polarities;
//   - K is carried by no leg of the action: as if missing.
// `K == null` is a test too: true where K is missing, false where it is there. A multi-valued key that is missing has
// no elements. A constant range equals the address that lies in it. In the pattern of `like`, only the wildcards that
// the rule itself wrote are wildcards; those in the value of a key or an attribute that a pattern is put together with
// are literal. Principals are already RequestKey tests (aws:PrincipalArn …), so nothing else reads the caller.
//
// Plans. Three-valued (Kleene) over the planned values; unknown comes only from "known after apply".
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "access/request.h"
#include "base/source.h"

namespace berm::ir {

enum class Op : uint8_t {
#define BERM_OP(name) name,
#include "ir/op.def"
};
std::string_view name(Op op);

enum class Builtin : uint8_t {
#define BERM_BUILTIN(name, spelling, arguments) name,
#include "ir/builtin.def"
};
std::string_view spelling(Builtin builtin);

// What an expression yields; decides how values are compared (cidr, arn and time are not compared as text).
enum class Type : uint8_t {
  Any,
  Bool,
  Int,
  Float,
  String,
  List,
  Set,
  Map,
  Object,
  Time,
  Duration,
  Cidr,
  Arn,
  Region,
  Account
};
std::string_view name(Type type);

struct Value;
using ValueList = std::vector<Value>;
using ValueMap = std::map<std::string, Value>;

// A constant. Durations are seconds, times seconds since 1970 (both int64_t); cidr, arn, region, account are strings.
struct Value {
  std::variant<std::monostate, bool, int64_t, double, std::string, ValueList, ValueMap> data;
  bool is_null() const { return data.index() == 0; }
  bool operator==(const Value&) const = default;
};

// One step of a Path. A null collection under Each is empty.
struct Step {
  enum class Kind : uint8_t { Attribute, Index, Each } kind = Kind::Attribute;
  std::string attribute;               // Attribute
  const struct Expr* index = nullptr;  // Index: a string (map) or int (list); out of range or absent is null
};

// A slot of the evaluator's environment: the resource of a clause, or a quantifier's element. Unique in a Module.
using Variable = uint32_t;

struct Expr {
  Op op = Op::Literal;
  Type type = Type::Any;
  Builtin builtin = Builtin::Creating;
  Variable variable = 0;
  Span span;
  Value value;
  std::string key;  // RequestKey: "aws:principalarn", "ec2:instancetype", "aws:principaltag/team", "resource.arn"
  bool multivalued = false;  // RequestKey: only quantifiers and In may read it
  std::vector<Step> steps;
  std::vector<std::string> types;  // Exists, CountOf: as in PlanClause
  std::vector<const Expr*> children;
  std::shared_ptr<const struct Grant> grant;  // Grants
};

// `s3:* minus s3:Get*`: the last item that matches decides; no match is outside. Patterns as IAM writes them.
struct ActionItem {
  bool plus = true;
  std::string pattern;     // "s3:Get*", "*"
  bool unchecked = false;  // steps round the catalogue
  Span span;
};
struct ActionSet {
  std::vector<ActionItem> items;
  bool contains(std::string_view action) const;               // case-insensitive, as IAM matches
  const ActionItem* decisive(std::string_view action) const;  // the item that decides; null where none matches
};

enum class Severity : uint8_t { Info, Low, Medium, High, Critical };
std::string_view name(Severity severity);
std::optional<Severity> parse_severity(std::string_view text);

enum class UnknownPolicy : uint8_t { Fail, Warn, Pass };
enum class Verb : uint8_t { Forbid, Require, Cap, Confine, Trust, Grant };
std::string_view name(Verb verb);

// `policy(x) grants any s3:* on "arn…" to anyone`: what the document has to grant. True where, for some (or for every)
// action of `actions`, the document allows the call on every resource that the patterns cover, by everyone whom `to`
// covers, whatever the other keys of the request are, and no statement denies it.
struct Grant {
  ActionSet actions;
  bool every_action = false;           // `all`; else `any`
  std::vector<std::string> resources;  // patterns; empty: on some resource
  enum class To : uint8_t { Somebody, Anyone, Account } to = To::Somebody;
  std::string account;  // Account: twelve digits
};

// Calls that a rule denies: actions where `condition` holds. The condition is the whole of it: the hazard's `where`
// and `by` and the rule's `where` and not the exceptions. Null is true.
struct CallClause {
  ActionSet actions;
  const Expr* condition = nullptr;
  Span span;
};

// Calls that a rule speaks of as possible: those that a cap leaves to whom it caps, that a grant gives, the ways in of
// a trust. `condition` is the whole of it, so that these calls are decided without looking at anything else.
struct AllowClause {
  ActionSet actions;
  const Expr* condition = nullptr;  // resources: RequestKey "resource.arn", "s3:prefix"
  Span span;
};

// Whom a way in of a `trust` names, as a trust policy's Principal element says it.
struct TrustedPrincipal {
  enum class Kind : uint8_t {
    Oidc,     // value: the provider without scheme: "token.actions.githubusercontent.com"
    Saml,     // value: the provider's name
    Account,  // value: twelve digits
    Role,     // value: the ARN of a role or user, without wildcards
    Service   // value: "ec2.amazonaws.com"
  } kind = Kind::Account;
  std::string value;
  std::string account;  // Oidc, Saml: whose provider it is, twelve digits; empty: that of the role
};

// One way to assume the roles of a trust rule; `Rule::allows` has the same at the same place, with the principal as a
// test.
struct TrustClause {
  TrustedPrincipal principal;
  ActionSet actions;                // sts:AssumeRoleWithWebIdentity, sts:TagSession …
  const Expr* condition = nullptr;  // beside the principal and the roles: audience, repository, external id …
  Span span;
};

enum class ChangeKind : uint8_t {
  Planned,  // what will exist after apply: create, update, replace, import; an unchanged one is pre-existing
  Creates,
  Updates,
  Deletes,
  Replaces,
  Forgets,  // leaves the state and stays in the cloud
  Drifts    // changed outside of Terraform since its last run: `before` is the state, the value what was found
};
std::string_view name(ChangeKind kind);

// `assume unset x.a = V`
struct Assumption {
  const Expr* path = nullptr;  // Path on the clause's variable
  Value value;
};

// `of aws_s3_bucket b by a.bucket`: the resource that the clause's resource belongs to. Where the plan has none that is
// proven to be it, reading the variable yields unknown.
struct Subject {
  std::vector<std::string> types;
  Variable variable = 0;
  const Expr* via = nullptr;  // Path on the clause's variable
};

// Planned changes that a rule refuses: resources of `types` changed so, where `condition` holds.
struct PlanClause {
  ChangeKind change = ChangeKind::Planned;
  bool except_replacing = false;   // Deletes: not the delete half of a replacement
  std::vector<std::string> types;  // "aws_s3_bucket", "data.aws_ami", "terraform_output"
  Variable variable = 0;
  std::optional<Subject> subject;
  const Expr* condition = nullptr;  // null is true
  std::vector<Assumption> assumptions;
  const Expr* say = nullptr;  // a string; null: the rule's documentation is the message
  std::string hazard;         // that it was written in: "std.aws.logging.disabled"; empty for a rule's own
  Span span;
};

// Every planned T where `where` holds satisfies `condition`.
struct RequireClause {
  std::vector<std::string> types;
  Variable variable = 0;
  const Expr* where = nullptr;  // null is true
  const Expr* condition = nullptr;
  Span span;
};

// Kept for reports: who is excepted, as the user named them. Its meaning is already in the conditions.
struct ExceptedPrincipal {
  std::string text;                   // `break_glass`, `role "x" with mfa`
  std::vector<std::string> arns;      // patterns of roles and users it admits: "arn:aws:iam::*:role/x"
  std::vector<std::string> tag_keys;  // principal tags it relies on
  bool mfa = false;
  bool unprotected = false;  // the source accepts it: @unprotected("why")
  Span span;
};

struct Rule {
  std::string name;     // "acme.baseline.log_1", for a team "acme.baseline.data_1[payments]"
  std::string package;  // "acme.baseline"
  std::string team;     // "payments" or empty
  Verb verb = Verb::Forbid;
  std::string text;  // the sentence as written, white space folded
  std::string doc;   // first paragraph of `///`
  Severity severity = Severity::Medium;
  std::string owner;
  std::string playbook;
  std::string remediation;
  UnknownPolicy if_unknown = UnknownPolicy::Warn;
  std::optional<std::string> accept_wider;  // the reason
  std::string hazard;                       // "std.aws.logging.disabled" or empty
  // Denied: what a forbid or confine refuses; of a cap whose boundary has a name, taking it off, changing it, and
  // making whom it caps without it; of an exclusive trust, assuming its roles in any other way.
  std::vector<CallClause> calls;
  std::vector<AllowClause> allows;  // Cap, Trust, Grant
  const Expr* capped = nullptr;  // Cap: whom it caps, Grant: whom it may be given to; over request keys, null is anyone
  std::vector<TrustClause> trusted;   // Trust
  std::vector<std::string> assumed;   // Trust: the roles as ARN patterns, "arn:aws:iam::*:role/deploy"
  bool nothing_else = false;          // Trust: `, nothing else may`
  int64_t duration = 0;               // Grant: seconds that it lasts
  std::optional<int64_t> mfa_within;  // Grant: seconds since the second factor, at most; in `allows` too
  std::vector<PlanClause> plans;
  std::vector<RequireClause> requires_;
  std::vector<ExceptedPrincipal> exceptions;
  bool standard_library = false;  // declared by std.*: judged only where the manifest names it
  Span span;
};

// ---- tests written in the language

struct Expectation {
  enum class Kind : uint8_t {
    Denied,
    NotDenied,
    Violation,
    NotProven,
    Satisfied,
    Clean,
    NotApplicable
  } kind = Kind::Clean;
  std::vector<std::string> rules;  // resolved rule names (a team rule has several); empty: any rule
  std::string address;             // empty: any
  Span span;
};

struct TestStep {
  std::optional<access::Request> call;
  std::optional<std::string> plan_file;  // path as written, relative to the test's source file
  std::string plan_json;                 // inline plan, as Terraform plan JSON
  std::vector<Expectation> expectations;
  Span span;
};

struct Test {
  std::string title;
  std::string package;
  std::vector<TestStep> steps;
  bool standard_library = false;
  Span span;
};

struct Module {
  std::vector<Rule> rules;  // in order of declaration, files sorted by path
  std::vector<Test> tests;

  Expr* make(Op op, Type type, Span span);  // owned by the module
  Variable make_variable() { return variable_count_++; }
  Variable variable_count() const { return variable_count_; }
  const Rule* find(std::string_view name) const;

 private:
  std::deque<Expr> exprs_;
  Variable variable_count_ = 0;
};

// A stable text of the rules for golden tests and `berm build --dump=ir`.
std::string dump(const Module& module);
std::string dump(const Expr& expr);

// Manifest patterns over rule names: `acme.baseline.*` (one level), `acme.**` (any depth), or a name;
// a name without `[team]` stands for all teams of the rule.
bool matches_rule(std::string_view pattern, const Rule& rule);
bool matches_rule(std::string_view pattern, std::string_view name);  // of a rule, with its team

}  // namespace berm::ir
