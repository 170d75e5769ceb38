// What belongs at a place, in words: the table behind messages that no fix explains.
#include <algorithm>

#include "compiler/parse/repair.h"

namespace berm::parse {
namespace {

struct Belongs {
  RuleKind rule;
  std::string_view what;
  std::string_view hint;
};

constexpr std::string_view kConditionHint = "such as `t.encrypted == true`, `\"x\" in t.names` or `creating(t)`";
constexpr std::string_view kActionHint =
    "such as `s3:GetObject`, `s3:{GetObject, PutObject}`, or the name of a hazard or set of actions";
constexpr std::string_view kPrincipalHint =
    "such as `role \"admin\"`, `account \"111122223333\"`, `anyone`, or the name of a declared principal";

// The innermost rule of the place that stands here decides.
constexpr Belongs kBelongs[] = {
    {RuleKind::Name, "a name", "a name has letters, digits and `_`, and starts with no digit"},
    {RuleKind::Word, "a name", "a name has letters, digits and `_`, and starts with no digit"},
    {RuleKind::Binder, "a name for the resource", "each resource gets a name: `require aws_s3_bucket b: …`"},
    {RuleKind::TypeName, "a resource type and a name for it", "such as `aws_s3_bucket b`"},
    {RuleKind::Type, "a type", "such as `string`, `int`, `bool`, `list<region>`"},
    {RuleKind::Annotation, "an annotation's value", "such as `@severity(high)` or `@owner(\"secops\")`"},
    {RuleKind::ParamDecl, "a type or a default", "a parameter reads `param name: type = value`"},
    {RuleKind::LetDecl, "a value", "it reads `let name = value`"},
    {RuleKind::PrincipalDecl, "a principal", "it reads `principal name = role \"admin\" with mfa`"},
    {RuleKind::ActionsDecl, "a set of actions", "it reads `actions name = s3:{GetObject, PutObject}`"},
    {RuleKind::HazardDecl, "a clause of a hazard", "a hazard reads `hazard name { calls …  plan … }`"},
    {RuleKind::IncludesClause, "the name of a hazard", "it reads `includes other_hazard`"},
    {RuleKind::CallsClause, "actions or `where`", kActionHint},
    {RuleKind::PlanClause, "the rest of a plan clause",
     "it reads `plan [creates|updates|deletes|replaces|forgets|drifts] type name [of type name by name.attribute] "
     "[where { … }] [assume unset …] [say \"…\"]`"},
    {RuleKind::SubjectOf, "the owner of the resource",
     "it reads `plan aws_s3_bucket_acl a of aws_s3_bucket b by a.bucket`"},
    {RuleKind::Say, "a string", "it reads `say \"…\"`"},
    {RuleKind::Assume, "an assumption", "it reads `assume unset x.a = value`"},
    {RuleKind::TeamDecl, "a field of a team", "such as `account \"111122223333\"` or `principals role \"x-*\"`"},
    {RuleKind::DeclareDecl, "an attribute",
     "it reads `declare resource type { attribute: type }` or `declare data type { attribute: type }`"},
    {RuleKind::Sentence, "what the rule says",
     "a rule says `forbid …`, `require …`, `cap …`, `confine …`, `trust …` or `grant …`"},
    {RuleKind::Forbid, "`by`, `where` or an exception", "it reads `forbid hazard [by who] [where { … }]`"},
    {RuleKind::Require, "a requirement", "it reads `require type name [where { … }]: condition`"},
    {RuleKind::Cap, "a cap", "it reads `cap who at actions [on values]`"},
    {RuleKind::Confine, "the rest of a confine",
     "it reads `confine region to regions`, or `confine storage by who [within \"s3://bucket/\"] to "
     "\"s3://bucket/prefix/\"`"},
    {RuleKind::Identity, "who is trusted",
     "such as `github \"acme/api\" branch \"main\"` or `account \"111122223333\"`"},
    {RuleKind::Claim, "a value",
     "such as `branch \"main\"`, `environment \"prod\"`, `with mfa` or `from account \"…\"`"},
    {RuleKind::NothingElse, "`nothing else may`", "it reads `trust … to assume role \"x\", nothing else may`"},
    {RuleKind::Trust, "the rest of a trust",
     "it reads `trust github \"acme/api\" branch \"main\" to assume role \"deploy\", nothing else may`"},
    {RuleKind::WithMfa, "`mfa`", "it reads `with mfa` or `with mfa within 15m`"},
    {RuleKind::TimedGrant, "the rest of a grant",
     "it reads `grant who actions [on values] for 30m [with mfa [within 15m]]`"},
    {RuleKind::IfUnknown, "`fail`, `warn` or `pass`", "it reads `if unknown fail`"},
    {RuleKind::AcceptWider, "a reason", "it reads `accept wider \"reason\"`"},
    {RuleKind::Where, "a condition in braces", "it reads `where { … }`"},
    {RuleKind::Term, "a principal", kPrincipalHint},
    {RuleKind::Narrowing, "`mfa`, or a tag and its value",
     "it reads `with mfa`, `with mfa within 1h` or `tagged \"team\" == \"ops\"`"},
    {RuleKind::ActionItem, "an action", kActionHint},
    {RuleKind::ActionBraces, "an action's name", kActionHint},
    {RuleKind::TestDecl, "a step of a test", "it reads `test \"title\" { call { … } expect …  plan { … } expect … }`"},
    {RuleKind::TestStep, "`expect`", "each step says what it expects, such as `expect denied by a_rule`"},
    {RuleKind::CallCase, "a field of a call", "such as `principal role \"x\"`, `action s3:GetObject`, `region \"…\"`"},
    {RuleKind::CallField, "a value", "such as `region \"eu-west-1\"` or `context { \"svc:Key\" = \"value\" }`"},
    {RuleKind::PlanCase, "a planned resource", "such as `create aws_s3_bucket \"b\" { bucket = \"logs\" }`"},
    {RuleKind::Planned, "a planned resource", "such as `create aws_s3_bucket \"b\" { bucket = \"logs\" }`"},
    {RuleKind::Block, "an attribute or a block", "such as `name = \"x\"` or `ingress { from_port = 22 }`"},
    {RuleKind::Entry, "`=` and a value, or a block", "such as `name = \"x\"` or `ingress { from_port = 22 }`"},
    {RuleKind::Expectation, "an expectation",
     "such as `denied by r`, `not denied`, `violation r`, `not proven r`, `satisfied r`, `clean` or `not applicable "
     "r`"},
    {RuleKind::Quantifier, "a quantifier", "it reads `any x in list { condition on x }`"},
    {RuleKind::Has, "a resource type and a name for it", "it reads `has aws_flow_log f where { refers(f.vpc_id, v) }`"},
    {RuleKind::PolicyGrant, "what is granted",
     "it reads `policy(x.policy) grants any s3:* on \"*\" to anyone`, or `… to account \"111122223333\"`"},
    {RuleKind::PlannedOption, "a string", "such as `moved \"aws_s3_bucket.old\"` or `forced_by \"bucket\"`"},
    {RuleKind::Expr, "a condition or value", kConditionHint},
    {RuleKind::Unary, "a value", kConditionHint},
    {RuleKind::Primary, "a value", kConditionHint},
    {RuleKind::Call, "an argument or `)`", "such as `covers(c, \"0.0.0.0/0\")`"},
    {RuleKind::List, "a value or `]`", "such as `[\"a\", \"b\"]`"},
    {RuleKind::Object, "a key, or `}`", "such as `{ \"key\" = \"value\" }`"},
    {RuleKind::ObjectEntry, "`=` and a value", "such as `{ \"key\" = \"value\" }`"},
    {RuleKind::RuleDecl, "the rest of a rule",
     "a rule reads `rule name: sentence`, then `except …`, `if unknown …` or `accept wider \"…\"`"},
    {RuleKind::Interpolation, "the end of the value", "one value stands in `{…}`; `{{` is a brace"},
    {RuleKind::Declaration, "a declaration",
     "one starts with `package`, `import`, `param`, `let`, `principal`, `actions`, `hazard`, `team`, `declare`, `rule` "
     "or `test`"},
};

const Belongs* find(RuleKind rule) {
  for (const Belongs& each : kBelongs) {
    if (each.rule == rule) return &each;
  }
  return nullptr;
}

// The rule of the declaration that its keyword starts.
RuleKind declared_by(const Stop& stop) {
  for (const Token& token : stop.tokens) {
    switch (token.kind) {
      case TokenKind::Param: return RuleKind::ParamDecl;
      case TokenKind::Let: return RuleKind::LetDecl;
      case TokenKind::Principal: return RuleKind::PrincipalDecl;
      case TokenKind::Actions: return RuleKind::ActionsDecl;
      case TokenKind::Hazard: return RuleKind::HazardDecl;
      case TokenKind::Team: return RuleKind::TeamDecl;
      case TokenKind::Declare: return RuleKind::DeclareDecl;
      case TokenKind::Rule: return RuleKind::RuleDecl;
      case TokenKind::Test: return RuleKind::TestDecl;
      default: break;
    }
  }
  return RuleKind::Declaration;
}

// Whether the mistake comes only after a complete declaration.
bool complete(const Stop& stop) {
  return stop.error.rules.size() == 1 && stop.error.rules[0] == RuleKind::Declaration && stop.error.token > 0;
}

// The innermost rule that the table knows; a name for a resource is more than a name.
const Belongs& belongs(const Stop& stop) {
  if (complete(stop) && !stop.token().first_on_line) return *find(declared_by(stop));
  const auto& rules = stop.error.rules;
  for (size_t i = rules.size(); i-- > 0;) {
    bool wider =
        rules[i] == RuleKind::Name && i > 0 && (rules[i - 1] == RuleKind::Binder || rules[i - 1] == RuleKind::TypeName);
    if (wider) continue;
    if (const Belongs* found = find(rules[i])) return *found;
  }
  return *find(RuleKind::Declaration);
}

Span place(const Stop& stop) {
  Token token = stop.token();
  if (token.kind != TokenKind::End) return stop.context.span(token);
  return stop.context.span(token);
}

}  // namespace

static Diagnostic not_yet(const Stop& stop, const Token& token) {
  std::string word(stop.context.source(token));
  Diagnostic made{DiagnosticKind::UnsupportedConstruct, "`" + word + "` is not supported yet", {}, {}, {}, {}};
  made.at(stop.context.span(token)).help("this version does without");
  return made;
}

static bool is_unsupported(const Stop& stop, std::string_view word) {
  // `policy(…) within …`
  if (word == "within") return stop.kind(-1) == TokenKind::RightParen;
  // `org name { … }`
  return word == "org" && stop.token().first_on_line && stop.kind(2) == TokenKind::LeftBrace;
}

std::optional<Diagnostic> unsupported(const Stop& stop) {
  if (!is_unsupported(stop, stop.context.source(stop.token()))) return std::nullopt;
  return not_yet(stop, stop.token());
}

Diagnostic explain(const Stop& stop) {
  const Belongs& known = belongs(stop);
  bool ended = stop.kind() == TokenKind::End;
  std::string found =
      ended ? "the declaration ends" : "`" + std::string(stop.context.source(stop.token()).substr(0, 40)) + "` stands";
  std::string message = found + " where " + std::string(known.what) + " belongs";
  if (complete(stop)) message = found + " behind a complete declaration";
  Diagnostic made{DiagnosticKind::UnexpectedToken, std::move(message), {}, {}, {}, std::string(known.hint)};
  made.at(place(stop));
  return made;
}

}  // namespace berm::parse
