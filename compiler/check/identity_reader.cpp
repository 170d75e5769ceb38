// What all identities share, and those that are no OIDC provider's.
#include "compiler/check/identity_reader.h"

#include "base/text.h"
#include "compiler/check/iam_names.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

constexpr std::string_view kKinds[] = {"github",  "gitlab", "bitbucket", "terraform", "saml",
                                       "account", "role",   "user",      "service"};

std::string_view sign_in_url(std::string_view partition) {
  if (partition == "aws-cn") return "https://signin.amazonaws.cn/saml";
  return partition == "aws-us-gov" ? "https://signin.amazonaws-us-gov.com/saml" : "https://signin.aws.amazon.com/saml";
}

}  // namespace

std::vector<WayIn> IdentityReader::read() {
  std::string_view kind = identity_.kind.text;
  NearestName nearest(kind);
  bool known = false;
  for (std::string_view each : kKinds) {
    nearest.offer(each);
    known |= each == kind;
  }
  if (!known) {
    std::optional<std::string> best = nearest.best();
    report(fmt::format("`{}` is no identity", kind), identity_.kind.span)
        .help(
            best
                ? fmt::format("did you mean `{}`?", *best)
                : "write `github`, `gitlab`, `bitbucket`, `terraform`, `saml`, `account`, `role`, `user` or `service`");
    return {};
  }
  ir::Type type = kind == "account" ? ir::Type::Account : ir::Type::String;
  auto values = checker_.texts(*identity_.value, place_, type, "a name", DiagnosticKind::InvalidTrust);
  if (!values || !check_texts(*values, identity_.value->span)) return {};
  if (kind == "github") return read_github(*values);
  if (kind == "gitlab") return read_gitlab(*values);
  if (kind == "bitbucket") return read_bitbucket(*values);
  if (kind == "terraform") return read_terraform(*values);
  std::vector<WayIn> out;
  for (const std::string& value : *values) {
    for (WayIn& way : kind == "account"   ? read_account(value)
                      : kind == "service" ? read_service(value)
                      : kind == "saml"    ? read_saml(value)
                                          : read_principal(value))
      out.push_back(std::move(way));
  }
  return failed_ ? std::vector<WayIn>{} : out;
}

// `?` would admit one character of any kind, where a plan is read as the text that stands there.
bool IdentityReader::check_texts(const Texts& texts, Span span) {
  for (const std::string& text : texts) {
    if (text.empty() || text.find('?') != std::string::npos) {
      report(text.empty() ? std::string("nothing stands here") : fmt::format("`{}` has a `?`", text), span)
          .help(text.empty() ? "write a name" : "write `*` for any run of characters");
      return false;
    }
  }
  if (texts.empty()) report("an empty list stands here", span).help("write a name");
  return !texts.empty();
}

bool IdentityReader::take_claims(const std::vector<std::string>& allowed) {
  if (!claims_.empty() || mfa_) return !failed_;  // taken for another of several names
  for (const Claim& claim : identity_.claims) {
    std::string name = claim.from ? fmt::format("from {}", claim.name.text) : std::string(claim.name.text);
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end()) {
      report(fmt::format("`{}` says nothing of a `{}` identity", name, identity_.kind.text), claim.span)
          .help(fmt::format("what can be said: `{}`", join(allowed, "`, `")));
      failed_ = true;
      continue;
    }
    if (claim.name.text == "mfa") {
      mfa_ = true;
      if (claim.value) mfa_within_ = checker_.seconds(*claim.value, place_);
      continue;
    }
    ir::Type type = claim.name.text == "account" ? ir::Type::Account : ir::Type::String;
    auto values = checker_.texts(*claim.value, place_, type, "a text", DiagnosticKind::InvalidTrust);
    auto [at, fresh] = spans_.try_emplace(claim.name.text, claim.span);
    if (!fresh) report(fmt::format("`{}` stands twice", name), claim.span).label(at->second, "first here");
    if (!fresh || !values || !check_texts(*values, claim.span)) {
      failed_ = true;
      continue;
    }
    claims_.emplace(claim.name.text, std::move(*values));
  }
  return !failed_;
}

const IdentityReader::Texts* IdentityReader::claim(std::string_view name) const {
  auto at = claims_.find(name);
  return at == claims_.end() ? nullptr : &at->second;
}

std::string IdentityReader::one(std::string_view name, std::string otherwise) const {
  const Texts* found = claim(name);
  return found ? found->front() : std::move(otherwise);
}

WayIn IdentityReader::start(ir::TrustedPrincipal::Kind kind, std::string value, std::string action) const {
  return {{kind, std::move(value), {}}, std::move(action), {}, identity_.span};
}

void IdentityReader::add(WayIn& way, std::string_view name, std::string key, ir::Type type) const {
  if (const Texts* values = claim(name))
    way.tests.push_back({KeyTest::Kind::Text, std::move(key), type, *values, 0, false});
}

void IdentityReader::add_mfa(WayIn& way) {
  if (!mfa_) return;
  way.tests.push_back({KeyTest::Kind::True, "aws:multifactorauthpresent", ir::Type::Bool, {}, 0, false});
  if (mfa_within_)
    way.tests.push_back({KeyTest::Kind::AtMost, "aws:multifactorauthage", ir::Type::Int, {}, *mfa_within_, false});
}

std::vector<WayIn> IdentityReader::read_account(const std::string& id) {
  if (!take_claims({"mfa", "external_id"})) return {};
  WayIn way = start(ir::TrustedPrincipal::Kind::Account, id, "sts:AssumeRole");
  add_mfa(way);
  add(way, "external_id", "sts:externalid");
  return {std::move(way)};
}

std::vector<WayIn> IdentityReader::read_principal(const std::string& arn) {
  if (!take_claims({"mfa", "external_id"})) return {};
  std::string part = fmt::format(":{}/", identity_.kind.text);
  std::vector<std::string_view> parts = split(arn, ':');
  bool whole = parts.size() == 6 && parts[0] == "arn" && parts[2] == "iam" && is_account_id(parts[4]) &&
               arn.find(part) != std::string::npos && !has_wildcard(arn);
  if (!whole) {
    report(fmt::format("`{}` is not the ARN of one {}", arn, identity_.kind.text), identity_.value->span)
        .help(fmt::format("a trust policy takes no patterns here: write `arn:{}:iam::111122223333{}name`",
                          checker_.input_.partition, part));
    return {};
  }
  WayIn way = start(ir::TrustedPrincipal::Kind::Role, arn, "sts:AssumeRole");
  add_mfa(way);
  add(way, "external_id", "sts:externalid");
  return {std::move(way)};
}

std::vector<WayIn> IdentityReader::read_service(const std::string& name) {
  if (!take_claims({"from account", "from org", "from arn"})) return {};
  if (auto mistake = principal_mistake(ast::PrincipalKind::Service, name)) {
    report(mistake->message, identity_.value->span).help(mistake->hint);
    return {};
  }
  WayIn way = start(ir::TrustedPrincipal::Kind::Service, name, "sts:AssumeRole");
  add(way, "account", "aws:sourceaccount", ir::Type::Account);
  add(way, "org", "aws:sourceorgid");
  add(way, "arn", "aws:sourcearn", ir::Type::Arn);
  return {std::move(way)};
}

std::vector<WayIn> IdentityReader::read_saml(const std::string& provider) {
  if (!take_claims({"audience", "account"})) return {};
  WayIn way = start(ir::TrustedPrincipal::Kind::Saml, provider, "sts:AssumeRoleWithSAML");
  way.principal.account = one("account", "");
  const Texts* audience = claim("audience");
  Texts urls = audience ? *audience : Texts{std::string(sign_in_url(checker_.input_.partition))};
  way.tests.push_back({KeyTest::Kind::Text, "saml:aud", ir::Type::String, std::move(urls), 0, false});
  return {std::move(way)};
}

}  // namespace berm::check
