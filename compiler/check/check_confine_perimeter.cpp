// confine network to …, confine organisation to …: the data perimeter.
#include "access/evaluate.h"
#include "base/text.h"
#include "compiler/check/build.h"
#include "compiler/check/checker.h"
#include "compiler/check/iam_names.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

constexpr std::string_view kIsService = "aws:principalisawsservice";
constexpr std::string_view kViaService = "aws:viaawsservice";

struct Networks {
  std::vector<std::string> ranges, vpcs, endpoints;
};

// `vpc-0abc`
bool is_id(std::string_view text, std::string_view prefix) {
  return text.starts_with(prefix) && text.size() > prefix.size() &&
         text.find_first_not_of("0123456789abcdef", prefix.size()) == text.npos;
}

const ir::Expr* in_range(ir::Module& module, const std::string& range, Span span) {
  const ir::Expr* address = make_key(module, "aws:sourceip", ir::Type::Cidr, span);
  ir::Expr* out = module.make(ir::Op::Call, ir::Type::Bool, span);
  out->builtin = ir::Builtin::Covers;
  out->children = {make_text(module, range, ir::Type::Cidr, span), address};
  return out;
}

// Who, what or on whose behalf: of one of the organisations, or of one of the accounts beside them.
struct Members {
  std::vector<std::string> organisations, accounts;

  const ir::Expr* have(ir::Module& module, const char* organisation, const char* account, Span span) const {
    std::vector<const ir::Expr*> tests = {key_in(module, organisation, ir::Type::String, organisations, span)};
    if (!accounts.empty()) tests.push_back(key_in(module, account, ir::Type::Account, accounts, span));
    return or_of(module, tests, span);
  }
  const ir::Expr* own(ir::Module& module, const char* organisation, Span span) const {
    return key_in(module, organisation, ir::Type::String, organisations, span);
  }
};

// By these somebody becomes a caller; until then he is none, of no organisation. `trust` speaks of those by which he
// gets a role; the others are how an application's users, guests and console users sign in.
ir::ActionSet calls_of_callers(Span span) {
  ir::ActionSet out{{{true, "*", false, span}}};
  for (const char* name : {"sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:SetSourceIdentity",
                           "sts:TagSession", "cognito-idp:*", "cognito-identity:*", "signin:*"})
    out.items.push_back({false, name, false, span});
  return out;
}

}  // namespace

Hazard Checker::confined_networks(const ast::ConfineSentence& sentence, const Place& place) {
  Networks networks;
  for (const ast::Expr* value : sentence.to) {
    auto found = texts(*value, place, ir::Type::String, "a network", DiagnosticKind::InvalidTarget);
    if (!found) return {};
    for (const std::string& text : *found) {
      if (access::parse_cidr(text)) {
        networks.ranges.push_back(text);
      } else if (is_id(text, "vpc-")) {
        networks.vpcs.push_back(text);
      } else if (is_id(text, "vpce-")) {
        networks.endpoints.push_back(text);
      } else {
        report(DiagnosticKind::InvalidTarget, fmt::format("`{}` is no network", text), value->span)
            .help("write a range as `203.0.113.0/24`, a VPC as `vpc-0a1b2c3d`, or a VPC endpoint as `vpce-0a1b2c3d`");
        return {};
      }
    }
  }
  Span span = sentence.what_span;
  std::vector<const ir::Expr*> inside;
  for (const std::string& range : networks.ranges) inside.push_back(in_range(module_, range, span));
  if (!networks.vpcs.empty()) inside.push_back(key_in(module_, "aws:sourcevpc", ir::Type::String, networks.vpcs, span));
  if (!networks.endpoints.empty())
    inside.push_back(key_in(module_, "aws:sourcevpce", ir::Type::String, networks.endpoints, span));
  if (inside.empty()) {
    report_no_place(sentence, "network");
    return {};
  }
  // A service calls from where it pleases, also on behalf of somebody.
  const ir::Expr* condition = and_of(module_,
                                     {not_of(module_, or_of(module_, inside, span)),
                                      not_of(module_, key_true(module_, std::string(kViaService), span)),
                                      not_of(module_, key_true(module_, std::string(kIsService), span))},
                                     span);
  return Hazard{{{{{{true, "*", false, span}}}, condition, span}}, {}};
}

Hazard Checker::confined_organisation(const ast::ConfineSentence& sentence, const Place& place) {
  Members members;
  for (const ast::Expr* value : sentence.to) {
    auto found = texts(*value, place, ir::Type::String, "an organisation", DiagnosticKind::InvalidTarget);
    if (!found) return {};
    for (const std::string& text : *found) {
      if (is_account_id(text)) {
        members.accounts.push_back(text);
      } else if (auto mistake = principal_mistake(ast::PrincipalKind::Org, text)) {
        report(DiagnosticKind::InvalidTarget, mistake->message, value->span).help(mistake->hint);
        return {};
      } else {
        members.organisations.push_back(text);
      }
    }
  }
  Span span = sentence.what_span;
  if (members.organisations.empty()) {
    report(DiagnosticKind::InvalidTarget, "no organisation is named", sentence.what_span)
        .help("write the own one first, as `o-a1b2c3d4e5`; accounts behind it are partners");
    return {};
  }
  auto have = [&](const char* organisation, const char* account) {
    return members.have(module_, organisation, account, span);
  };
  auto no = [&](const ir::Expr* condition) { return not_of(module_, condition); };
  const ir::Expr* by_service = key_true(module_, std::string(kIsService), span);
  const ir::Expr* own_caller = members.own(module_, "aws:principalorgid", span);
  const ir::Expr* own_resource = members.own(module_, "aws:resourceorgid", span);
  const ir::Expr* reaches_out =
      and_of(module_, {own_caller, no(have("aws:resourceorgid", "aws:resourceaccount"))}, span);
  const ir::Expr* comes_in =
      and_of(module_, {own_resource, no(have("aws:principalorgid", "aws:principalaccount")), no(by_service)}, span);
  const ir::Expr* with_source = no(key_missing(module_, "aws:sourceaccount", ir::Type::Account, span));
  const ir::Expr* for_others =
      and_of(module_, {own_resource, by_service, with_source, no(have("aws:sourceorgid", "aws:sourceaccount"))}, span);
  ir::ActionSet everything{{{true, "*", false, span}}};
  return Hazard{
      {{everything, reaches_out, span}, {calls_of_callers(span), comes_in, span}, {everything, for_others, span}}, {}};
}

}  // namespace berm::check
