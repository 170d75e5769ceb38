// Principals: what each kind tests of a request.
#include "compiler/check/build.h"
#include "compiler/check/checker.h"
#include "compiler/check/iam_names.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

using Texts = std::vector<std::string>;

struct Words {
  ir::Type type;
  std::string_view what;
};

Words words_of(ast::PrincipalKind kind) {
  switch (kind) {
    case ast::PrincipalKind::Role: return {ir::Type::String, "a role's path and name"};
    case ast::PrincipalKind::User: return {ir::Type::String, "a user's path and name"};
    case ast::PrincipalKind::Account: return {ir::Type::Account, "an account id"};
    case ast::PrincipalKind::Ou: return {ir::Type::String, "an organisational unit's id or path"};
    case ast::PrincipalKind::Org: return {ir::Type::String, "an organisation's id"};
    case ast::PrincipalKind::Service: return {ir::Type::String, "a service principal"};
    case ast::PrincipalKind::Sso: return {ir::Type::String, "a permission set's name"};
    default: return {ir::Type::String, "a string"};
  }
}

// Builds the Caller of one argument of one kind.
class CallerMaker {
 public:
  CallerMaker(ir::Module& module, std::string partition, Span span)
      : module_(module), partition_(std::move(partition)), span_(span) {}

  Caller make(ast::PrincipalKind kind, const std::string& text) {
    caller_.span = span_;
    switch (kind) {
      case ast::PrincipalKind::Role: role(text); break;
      case ast::PrincipalKind::User: admit({arn("user/" + text)}); break;
      case ast::PrincipalKind::Account: equal("aws:principalaccount", ir::Type::Account, text); break;
      case ast::PrincipalKind::Ou: ou(text); break;
      case ast::PrincipalKind::Org: equal("aws:principalorgid", ir::Type::String, text); break;
      case ast::PrincipalKind::Service: service(text); break;
      case ast::PrincipalKind::Sso: sso(text); break;
      case ast::PrincipalKind::Root: admit({arn("root")}); break;
      default: break;
    }
    return std::move(caller_);
  }

 private:
  std::string arn(const std::string& resource) const { return fmt::format("arn:{}:iam::*:{}", partition_, resource); }

  void admit(Texts arns) {
    std::vector<const ir::Expr*> tests;
    for (const std::string& pattern : arns)
      tests.push_back(key_like(module_, "aws:principalarn", ir::Type::Arn, pattern, span_));
    caller_.condition = or_of(module_, tests, span_);
    caller_.arns = std::move(arns);
  }

  void equal(std::string key, ir::Type type, const std::string& text) {
    caller_.condition = key_equal(module_, std::move(key), type, text, span_);
  }

  void role(const std::string& text) {
    admit({arn("role/" + text)});
    caller_.any_role = text == "*";
  }

  void service(const std::string& text) {
    equal("aws:principalservicename", ir::Type::String, text);
    caller_.without_mfa = "a service";
  }

  // Sixteen characters follow the name; without the count `sso "Admin"` would admit `Admin_ReadOnly` too.
  void sso(const std::string& name) {
    std::string role = fmt::format("AWSReservedSSO_{}_{}", name, std::string(16, '?'));
    admit({arn("role/aws-reserved/sso.amazonaws.com/" + role), arn("role/aws-reserved/sso.amazonaws.com/*/" + role)});
    caller_.without_mfa = "a permission set";
  }

  // Paths read "o-…/r-…/ou-…/ou-…/": an id covers the units below it.
  void ou(const std::string& text) {
    std::string pattern = text.find('/') == std::string::npos ? fmt::format("*/{}/*", text)
                          : text.back() == '/'                ? text + "*"
                                                              : text + "/*";
    const ir::Expr* paths = make_key(module_, "aws:principalorgpaths", ir::Type::String, span_, true);
    ir::Expr* path = module_.make(ir::Op::Path, ir::Type::String, span_);
    path->variable = module_.make_variable();
    const ir::Expr* text_pattern = make_text(module_, pattern, ir::Type::String, span_);
    const ir::Expr* body = check::make(module_, ir::Op::Like, ir::Type::Bool, {path, text_pattern}, span_);
    ir::Expr* any = module_.make(ir::Op::Any, ir::Type::Bool, span_);
    any->variable = path->variable;
    any->children = {paths, body};
    caller_.condition = any;
  }

  ir::Module& module_;
  std::string partition_;
  Span span_;
  Caller caller_;
};

}  // namespace

constexpr size_t kMaxCallers = 1000;

std::vector<Caller> Checker::lower(const ast::Who& who, const Place& place) {
  std::vector<Caller> out;
  for (const ast::PrincipalTerm& term : who.terms) {
    for (Caller& caller : lower(term, place)) {
      auto same = [&](const Caller& other) { return caller.condition && other.condition == caller.condition; };
      if (std::none_of(out.begin(), out.end(), same)) out.push_back(std::move(caller));
    }
    if (out.size() <= kMaxCallers) continue;
    report(DiagnosticKind::ExpansionTooLarge, fmt::format("this stands for more than {} principals", kMaxCallers),
           who.span)
        .help("name them by fewer patterns, or by a tag");
    return {};
  }
  return out;
}

// No test of callers means everybody, which is the last thing that an empty list is to mean.
std::vector<Caller> Checker::somebody(const ast::Who& who, const Place& place) {
  std::vector<Caller> callers = lower(who, place);
  if (callers.empty() && !diagnostics_.has_errors())
    report(DiagnosticKind::InvalidPrincipal, fmt::format("`{}` names nobody", folded(who.span)), who.span)
        .help("an empty list may stand behind `except` only");
  return callers;
}

std::vector<Caller> Checker::lower(const ast::PrincipalTerm& term, const Place& place) {
  bool is_named = term.kind == ast::PrincipalKind::Named;
  std::vector<Caller> callers = is_named ? lower_named(term, place) : lower_kind(term, place);
  std::string text = folded(term.span);
  for (Caller& caller : callers) {
    caller.text = is_named && callers.size() > 1 ? fmt::format("{} ({})", text, caller.text) : text;
    caller.span = term.span;
    if (!term.narrowings.empty()) caller.any_role = false;
    for (const ast::Narrowing& narrowing : term.narrowings) narrow(caller, narrowing, place);
  }
  return callers;
}

std::vector<Caller> Checker::lower_kind(const ast::PrincipalTerm& term, const Place& place) {
  if (!term.argument) return {CallerMaker(module_, input_.partition, term.span).make(term.kind, "")};
  Words words = words_of(term.kind);
  auto arguments = texts(*term.argument, place, words.type, words.what, DiagnosticKind::InvalidPrincipal);
  if (!arguments) return {};
  std::vector<Caller> out;
  for (const std::string& text : *arguments) {
    if (std::optional<NameMistake> mistake = principal_mistake(term.kind, text)) {
      report(DiagnosticKind::InvalidPrincipal, mistake->message, term.argument->span).help(mistake->hint);
      continue;
    }
    out.push_back(CallerMaker(module_, input_.partition, term.span).make(term.kind, text));
  }
  return out;
}

std::vector<Caller> Checker::lower_named(const ast::PrincipalTerm& term, const Place& place) {
  if (!term.named) return {};
  const ast::Expr& name = *term.named;
  bool of_team = place.team && name.kind == ast::ExprKind::Member && name.children[0]->kind == ast::ExprKind::Name &&
                 name.children[0]->text == place.team_variable;
  if (of_team && name.text == "principals") {
    if (!place.team->has_principals)
      report(DiagnosticKind::InvalidPrincipal, fmt::format("team `{}` has no principals", place.team->name), name.span)
          .label(place.team->span, "declared here")
          .help("add `principals …` to the team");
    return place.team->callers;
  }
  if (of_team) {
    report(DiagnosticKind::InvalidPrincipal, fmt::format("`{}` names no principals", folded(name.span)), name.span)
        .help(fmt::format("write `{}.principals`", place.team_variable));
    return {};
  }
  const Symbol* symbol = named(name, place, SymbolKind::Principal, "a principal");
  const std::vector<Caller>* callers = symbol ? principal(*symbol, term.span) : nullptr;
  return callers ? *callers : std::vector<Caller>{};
}

const std::vector<Caller>* Checker::principal(const Symbol& symbol, Span use) {
  auto [at, fresh] = principals_.try_emplace(&symbol);
  if (fresh) {
    const auto& decl = std::get<ast::PrincipalDecl>(*symbol.decl);
    at->second.value = lower(decl.who, Place{symbol.file, &file_scopes_[symbol.file]});
    at->second.state = Made<std::vector<Caller>>::State::Done;
  } else if (at->second.state == Made<std::vector<Caller>>::State::Running) {
    report_cycle(symbol, "principal", use);
    return nullptr;
  }
  return &at->second.value;
}

void Checker::narrow(Caller& caller, const ast::Narrowing& narrowing, const Place& place) {
  if (narrowing.kind == ast::Narrowing::Kind::Mfa) return narrow_mfa(caller, narrowing, place);
  narrow_tagged(caller, narrowing, place);
}

void Checker::narrow_mfa(Caller& caller, const ast::Narrowing& narrowing, const Place& place) {
  if (!caller.without_mfa.empty()) {
    report(DiagnosticKind::MfaNotCarried,
           fmt::format("sessions of {} never say whether MFA was used", caller.without_mfa), narrowing.span)
        .help("remove `with mfa`, and demand MFA where the session is issued");
    return;
  }
  std::optional<int64_t> within;
  if (narrowing.within) within = seconds(*narrowing.within, place);
  std::vector<const ir::Expr*> tests = mfa_tests(within, narrowing.span);
  tests.insert(tests.begin(), caller.condition);
  caller.condition = and_of(module_, tests, caller.span);
  caller.mfa = true;
}

std::vector<const ir::Expr*> Checker::mfa_tests(std::optional<int64_t> within, Span span) {
  std::vector<const ir::Expr*> tests = {key_true(module_, "aws:multifactorauthpresent", span)};
  if (!within) return tests;
  const ir::Expr* age = make_key(module_, "aws:multifactorauthage", ir::Type::Int, span);
  const ir::Expr* limit = expressions_.literal({*within}, Type::of(ir::Type::Int), span);
  tests.push_back(make(module_, ir::Op::LessEqual, ir::Type::Bool, {age, limit}, span));
  return tests;
}

std::optional<int64_t> Checker::seconds(const ast::Expr& duration, const Place& place) {
  auto value = constant(duration, place, Type::of(ir::Type::Duration));
  return value ? std::optional(std::get<int64_t>(value->data)) : std::nullopt;
}

void Checker::narrow_tagged(Caller& caller, const ast::Narrowing& narrowing, const Place& place) {
  if (!narrowing.key || !narrowing.value) return;
  auto keys = texts(*narrowing.key, place, ir::Type::String, "a tag's key", DiagnosticKind::InvalidPrincipal);
  auto values = texts(*narrowing.value, place, ir::Type::String, "a tag's value", DiagnosticKind::InvalidPrincipal);
  if (!keys || !values) return;
  bool several = narrowing.op == ast::BinaryOp::In || narrowing.op == ast::BinaryOp::NotIn;
  if (keys->size() != 1 || values->empty() || (!several && values->size() != 1)) {
    report(DiagnosticKind::InvalidPrincipal, "one tag key and one value are wanted here", narrowing.span)
        .help("several values stand behind `in`, as `tagged \"team\" in [\"a\", \"b\"]`");
    return;
  }
  const std::string tag = to_lower(keys->front());  // IAM tells no keys apart by case
  std::string key = "aws:principaltag/" + tag;
  bool like = narrowing.op == ast::BinaryOp::Like || narrowing.op == ast::BinaryOp::NotLike;
  std::vector<const ir::Expr*> tests;
  for (const std::string& value : *values) {
    tests.push_back(like ? key_like(module_, key, ir::Type::String, value, narrowing.span)
                         : key_equal(module_, key, ir::Type::String, value, narrowing.span));
  }
  const ir::Expr* test = or_of(module_, tests, narrowing.span);
  bool negated = narrowing.op == ast::BinaryOp::NotEqual || narrowing.op == ast::BinaryOp::NotLike ||
                 narrowing.op == ast::BinaryOp::NotIn;
  caller.condition =
      and_of(module_, {caller.condition, negated ? not_of(module_, test, narrowing.span) : test}, caller.span);
  caller.tag_keys.push_back(tag);
}

const ir::Expr* Checker::any_of(const std::vector<Caller>& callers, Span span) {
  std::vector<const ir::Expr*> conditions;
  for (const Caller& caller : callers) {
    if (!caller.condition) return nullptr;
    conditions.push_back(caller.condition);
  }
  return conditions.empty() ? nullptr : or_of(module_, conditions, span);
}

}  // namespace berm::check
