#include "compiler/check/way_in.h"

#include "base/text.h"
#include "compiler/check/build.h"
#include "compiler/check/plan_terms.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

using Kind = ir::TrustedPrincipal::Kind;

const ir::Expr* text_test(ir::Module& module, const KeyTest& test, Span span) {
  std::vector<const ir::Expr*> out;
  std::vector<std::string> exact;
  for (const std::string& value : test.values) {
    if (has_wildcard(value))
      out.push_back(key_like(module, test.key, test.type, value, span));
    else
      exact.push_back(value);
  }
  if (!exact.empty()) out.insert(out.begin(), key_in(module, test.key, test.type, exact, span));
  return or_of(module, out, span);
}

const ir::Expr* at_most(ir::Module& module, const KeyTest& test, Span span) {
  const ir::Expr* key = make_key(module, test.key, ir::Type::Int, span);
  ir::Expr* limit = module.make(ir::Op::Literal, ir::Type::Int, span);
  limit->value.data = test.limit;
  return make(module, ir::Op::LessEqual, ir::Type::Bool, {key, limit}, span);
}

const ir::Expr* condition_of(ir::Module& module, const KeyTest& test, Span span) {
  switch (test.kind) {
    case KeyTest::Kind::Text: return text_test(module, test, span);
    case KeyTest::Kind::True: return key_true(module, test.key, span);
    case KeyTest::Kind::AtMost: return at_most(module, test, span);
  }
  return nullptr;
}

// The operators that say as much as the test, lower case. None of them is true of a missing key, as those with
// `IfExists` and `ForAllValues:` are.
std::vector<std::string> operators_of(const KeyTest& test) {
  switch (test.kind) {
    case KeyTest::Kind::Text:
      if (test.type == ir::Type::Arn) return {"arnequals", "arnlike", "stringequals", "stringlike"};
      return {"stringequals", "stringlike"};
    case KeyTest::Kind::True: return {"bool"};
    case KeyTest::Kind::AtMost: return {"numericlessthanequals"};
  }
  return {};
}

std::vector<std::string> values_of(const KeyTest& test) {
  if (test.kind == KeyTest::Kind::True) return {"true"};
  return test.kind == KeyTest::Kind::AtMost ? std::vector{fmt::format("{}", test.limit)} : test.values;
}

std::string_view principal_type(Kind kind) {
  switch (kind) {
    case Kind::Oidc:
    case Kind::Saml: return "Federated";
    case Kind::Account:
    case Kind::Role: return "AWS";
    case Kind::Service: return "Service";
  }
  return "";
}

std::string provider_arn(const ir::TrustedPrincipal& principal) {
  return fmt::format("arn:*:iam::{}:{}/{}", principal.account.empty() ? "*" : principal.account,
                     principal.kind == Kind::Oidc ? "oidc-provider" : "saml-provider", principal.value);
}

const ir::Expr* names_him(PlanTerms& terms, const ir::TrustedPrincipal& principal, ir::Variable element) {
  const ir::Expr* type = terms.equal(terms.path(element, "type"), std::string(principal_type(principal.kind)));
  switch (principal.kind) {
    case Kind::Oidc:
    case Kind::Saml: return terms.both({type, terms.like(terms.path(element, "value"), provider_arn(principal))});
    case Kind::Account:
      return terms.both({type, terms.equal(terms.path(element, "account", ir::Type::Account), principal.value)});
    case Kind::Role:
    case Kind::Service: return terms.both({type, terms.equal(terms.path(element, "value"), principal.value)});
  }
  return type;
}

const ir::Expr* has_elements(PlanTerms& terms, ir::Module& module, const ir::Expr* list, Span span) {
  return terms.any(list, [&](ir::Variable) {
    ir::Expr* yes = module.make(ir::Op::Literal, ir::Type::Bool, span);
    yes->value.data = true;
    return yes;
  });
}

}  // namespace

const ir::Expr* tests_of(ir::Module& module, const WayIn& way) {
  std::vector<const ir::Expr*> out;
  for (const KeyTest& test : way.tests) out.push_back(condition_of(module, test, way.span));
  return and_of(module, out, way.span);
}

const ir::Expr* caller_of(ir::Module& module, const WayIn& way) {
  const ir::TrustedPrincipal& who = way.principal;
  switch (who.kind) {
    case Kind::Oidc: return nullptr;
    case Kind::Saml: {
      std::string account = who.account.empty() ? "*" : who.account;
      return key_like(module, "saml:doc", ir::Type::String, account + "/" + who.value, way.span);
    }
    case Kind::Account: return key_equal(module, "aws:principalaccount", ir::Type::Account, who.value, way.span);
    case Kind::Role: return key_equal(module, "aws:principalarn", ir::Type::Arn, who.value, way.span);
    case Kind::Service: return key_equal(module, "aws:principalservicename", ir::Type::String, who.value, way.span);
  }
  return nullptr;
}

const ir::Expr* is_this_way(ir::Module& module, const WayIn& way, ir::Variable statement) {
  PlanTerms terms(module, way.span);
  auto list = [&](const char* name) { return terms.path(statement, name, ir::Type::List); };
  auto filled = [&](const char* name) { return has_elements(terms, module, list(name), way.span); };
  auto names_only_him = [&](ir::Variable element) { return names_him(terms, way.principal, element); };
  std::vector<std::string> actions = {to_lower(way.action), "sts:tagsession", "sts:setsourceidentity"};
  auto is_the_call = [&](ir::Variable element) {
    return terms.in(terms.call(ir::Builtin::Lower, ir::Type::String, {terms.element(element)}), actions);
  };
  std::vector<const ir::Expr*> parts = {filled("principals"), terms.all(list("principals"), names_only_him),
                                        filled("actions"), terms.all(list("actions"), is_the_call)};
  for (const KeyTest& test : way.tests) {
    if (test.implied) continue;
    parts.push_back(terms.any(list("conditions"), [&](ir::Variable condition) {
      const ir::Expr* operation = terms.call(ir::Builtin::Lower, ir::Type::String, {terms.path(condition, "operator")});
      const ir::Expr* values = terms.path(condition, "values", ir::Type::List);
      auto allowed = [&](ir::Variable value) { return terms.like_any(terms.element(value), values_of(test)); };
      return terms.both({terms.equal(terms.path(condition, "key"), test.key), terms.in(operation, operators_of(test)),
                         has_elements(terms, module, values, way.span), terms.all(values, allowed)});
    }));
  }
  return terms.both(std::move(parts));
}

}  // namespace berm::check
