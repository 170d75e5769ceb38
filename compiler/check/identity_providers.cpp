// OIDC providers of pipelines: what their tokens say, and by which keys AWS reads it.
#include "base/text.h"
#include "compiler/check/identity_reader.h"
#include "fmt/format.h"

namespace berm::check {
namespace {

using Texts = std::vector<std::string>;

std::string replaced(std::string text, char from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, 1, to);
  return text;
}

// GitHub's subject: the older form, and the one with ids, which a repository that is made anew under the same name
// does not get.
void add_github_subjects(std::string_view owner, std::string_view repository, std::string_view owner_id,
                         std::string_view id, const Texts& contexts, Texts& out) {
  for (const std::string& context : contexts) out.push_back(fmt::format("repo:{}/{}:{}", owner, repository, context));
  for (const std::string& context : contexts)
    out.push_back(fmt::format("repo:{}@{}/{}@{}:{}", owner, owner_id, repository, id, context));
}

std::string braced(std::string_view uuid) {
  return uuid.starts_with('{') || uuid == "*" ? std::string(uuid) : fmt::format("{{{}}}", uuid);
}

}  // namespace

WayIn IdentityReader::web_identity(const Provider& provider) const {
  WayIn way = start(ir::TrustedPrincipal::Kind::Oidc, provider.name, "sts:AssumeRoleWithWebIdentity");
  way.principal.account = one("account", "");
  std::string keys = to_lower(provider.name);
  const Texts* audience = claim("audience");
  way.tests.push_back(
      {KeyTest::Kind::Text, keys + ":aud", ir::Type::String, audience ? *audience : provider.audience, 0, false});
  const Texts* subject = claim("subject");
  way.tests.push_back(
      {KeyTest::Kind::Text, keys + ":sub", ir::Type::String, subject ? *subject : provider.subjects, 0, false});
  return way;
}

std::vector<std::string_view> IdentityReader::parts_of(std::string_view name, size_t wanted, std::string_view form) {
  std::vector<std::string_view> parts = split(name, '/');
  bool nests = identity_.kind.text == "gitlab";  // groups hold groups
  bool complete = nests ? parts.size() >= wanted : parts.size() == wanted;
  for (std::string_view part : parts) complete = complete && !part.empty();
  if (!complete) {
    report(fmt::format("`{}` does not read `{}`", name, form), identity_.value->span)
        .help(fmt::format("write `{} \"{}\"`", identity_.kind.text, form));
    return {};
  }
  if (!has_wildcard(parts[0])) return parts;
  report(fmt::format("`{}` admits owners that nobody knows", name), identity_.value->span)
      .help("anyone can become one: write the owner in full");
  return {};
}

// `branch` and `tag` as git names them.
Texts IdentityReader::refs() const {
  Texts out;
  if (const Texts* branches = claim("branch")) {
    for (const std::string& branch : *branches) out.push_back("refs/heads/" + branch);
  }
  if (const Texts* tags = claim("tag")) {
    for (const std::string& tag : *tags) out.push_back("refs/tags/" + tag);
  }
  return out;
}

void IdentityReader::warn_wide(std::string message, std::string hint) {
  checker_.report(DiagnosticKind::TrustTooWide, std::move(message), identity_.span).help(std::move(hint));
}

void IdentityReader::add_key(WayIn& way, const std::string& provider, std::string_view key, Texts values,
                             bool implied) {
  std::string name = fmt::format("{}:{}", to_lower(provider), key);
  bool known = checker_.catalog_.condition_key(name).has_value();
  if (known) {
    way.tests.push_back({KeyTest::Kind::Text, std::move(name), ir::Type::String, std::move(values), 0, implied});
  } else if (!implied) {
    report(fmt::format("AWS reads no `{}` from the tokens of `{}`", key, provider), identity_.span)
        .help("say it by `subject`, as the provider can be told to write it");
    failed_ = true;
  }
}

std::vector<WayIn> IdentityReader::read_github(const Texts& repositories) {
  if (!take_claims(
          {"branch", "tag", "environment", "workflow", "id", "owner_id", "subject", "audience", "provider", "account"}))
    return {};
  const Texts *environments = claim("environment"), *workflows = claim("workflow");
  Texts contexts, ref = refs();
  for (const std::string& each : environments ? *environments : Texts{})
    contexts.push_back("environment:" + replaced(each, ':', "%3A"));
  if (!environments) {
    for (const std::string& each : ref) contexts.push_back("ref:" + each);
  }
  if (contexts.empty()) contexts.push_back("*");
  Provider provider{one("provider", "token.actions.githubusercontent.com"), {"sts.amazonaws.com"}, {}};
  for (const std::string& repository : repositories) {
    std::vector<std::string_view> parts = parts_of(repository, 2, "owner/repository");
    if (parts.empty()) return {};
    add_github_subjects(parts[0], parts[1], one("owner_id", "*"), one("id", "*"), contexts, provider.subjects);
    if (has_wildcard(parts[1]))
      warn_wide(fmt::format("`{}` admits every repository of that name, also one made tomorrow", repository),
                "name each repository, as `[\"acme/api\", \"acme/web\"]`");
  }
  bool any_ref = std::find(ref.begin(), ref.end(), "refs/heads/*") != ref.end();
  if ((ref.empty() || any_ref) && !environments && !workflows && !claim("subject"))
    warn_wide("every branch of the repository is admitted, and so is whoever may push one",
              "add `branch \"main\"` or `environment \"prod\"`");
  WayIn way = web_identity(provider);
  add_key(way, provider.name, "repository", repositories, !claim("subject"));
  if (!ref.empty()) add_key(way, provider.name, "ref", ref, !environments && !claim("subject"));
  if (environments) add_key(way, provider.name, "environment", *environments, !claim("subject"));
  if (workflows) add_key(way, provider.name, "job_workflow_ref", *workflows, false);
  if (const Texts* ids = claim("id")) add_key(way, provider.name, "repository_id", *ids, false);
  if (const Texts* ids = claim("owner_id")) add_key(way, provider.name, "repository_owner_id", *ids, false);
  return failed_ ? std::vector<WayIn>{} : std::vector{std::move(way)};
}

std::vector<WayIn> IdentityReader::read_gitlab(const Texts& projects) {
  if (!take_claims({"branch", "tag", "id", "owner_id", "subject", "audience", "provider", "account"})) return {};
  Provider provider{one("provider", "gitlab.com"), {}, {}};
  provider.audience = {"https://" + provider.name};
  Texts refs;
  for (const std::string& branch : claim("branch") ? *claim("branch") : Texts{})
    refs.push_back("ref_type:branch:ref:" + branch);
  for (const std::string& tag : claim("tag") ? *claim("tag") : Texts{}) refs.push_back("ref_type:tag:ref:" + tag);
  bool any_ref = refs.empty() || refs.front() == "ref_type:branch:ref:*";
  if (refs.empty()) refs.push_back("*");
  for (const std::string& project : projects) {
    if (parts_of(project, 2, "group/project").empty()) return {};
    for (const std::string& ref : refs) provider.subjects.push_back(fmt::format("project_path:{}:{}", project, ref));
    if (has_wildcard(project))
      warn_wide(fmt::format("`{}` admits every project of that name, also one made tomorrow", project),
                "name each project, as `[\"acme/api\", \"acme/web\"]`");
  }
  if (any_ref && !claim("subject"))
    warn_wide("every branch of the project is admitted, and so is whoever may push one", "add `branch \"main\"`");
  WayIn way = web_identity(provider);
  if (const Texts* ids = claim("id")) add_key(way, provider.name, "project_id", *ids, false);
  if (const Texts* ids = claim("owner_id")) add_key(way, provider.name, "namespace_id", *ids, false);
  return failed_ ? std::vector<WayIn>{} : std::vector{std::move(way)};
}

std::vector<WayIn> IdentityReader::read_bitbucket(const Texts& repositories) {
  if (!take_claims({"environment", "workspace", "subject", "audience", "account"})) return {};
  if (!claim("workspace") && !claim("audience")) {
    report("the audience of a Bitbucket token is its workspace's id, and none is named", identity_.span)
        .help("add `workspace \"…\"`, the UUID that the repository's settings show under OpenID Connect");
    return {};
  }
  std::vector<WayIn> out;
  for (const std::string& repository : repositories) {
    std::vector<std::string_view> parts = parts_of(repository, 2, "workspace/repository-uuid");
    if (parts.empty()) return {};
    Provider provider{
        fmt::format("api.bitbucket.org/2.0/workspaces/{}/pipelines-config/identity/oidc", parts[0]), {}, {}};
    std::string workspace = replaced(replaced(one("workspace", ""), '{', ""), '}', "");
    provider.audience = {"ari:cloud:bitbucket::workspace/" + workspace};
    const Texts* environments = claim("environment");
    for (const std::string& each : environments ? *environments : Texts{})
      provider.subjects.push_back(fmt::format("{}:{}:*", braced(parts[1]), braced(each)));
    if (!environments) provider.subjects.push_back(fmt::format("{}:*", braced(parts[1])));
    if (has_wildcard(parts[1]))
      warn_wide(fmt::format("`{}` admits every repository of the workspace", repository), "name each by its UUID");
    else if (!environments && !claim("subject"))
      warn_wide("every branch of the repository is admitted, and so is whoever may push one",
                "add `environment \"…\"`, the UUID of a deployment environment");
    out.push_back(web_identity(provider));
  }
  return out;
}

std::vector<WayIn> IdentityReader::read_terraform(const Texts& workspaces) {
  if (!take_claims({"phase", "subject", "audience", "provider", "account"})) return {};
  Provider provider{one("provider", "app.terraform.io"), {"aws.workload.identity"}, {}};
  for (const std::string& workspace : workspaces) {
    std::vector<std::string_view> parts = parts_of(workspace, 3, "organization/project/workspace");
    if (parts.empty()) return {};
    for (const std::string& phase : claim("phase") ? *claim("phase") : Texts{"*"})
      provider.subjects.push_back(
          fmt::format("organization:{}:project:{}:workspace:{}:run_phase:{}", parts[0], parts[1], parts[2], phase));
    if (has_wildcard(workspace))
      warn_wide(fmt::format("`{}` admits every workspace of that name, also one made tomorrow", workspace),
                "name each workspace, as `[\"acme/core/network\", \"acme/core/dns\"]`");
  }
  return {web_identity(provider)};
}

}  // namespace berm::check
