// Resources: ARNs, field by field, against the ARN forms of their service.
#include <fmt/format.h>

#include <algorithm>

#include "access/variables.h"
#include "base/glob.h"
#include "base/text.h"
#include "lint/linter.h"

namespace berm::lint {
namespace {

struct Arn {
  std::string partition, service, region, account, resource;
};

std::vector<std::string> fields_of(std::string_view arn) {
  std::vector<std::string> out;
  while (out.size() < 5 && arn.find(':') != std::string_view::npos) {
    out.emplace_back(arn.substr(0, arn.find(':')));
    arn.remove_prefix(arn.find(':') + 1);
  }
  out.emplace_back(arn);
  return out;
}

constexpr std::string_view kPartitions[] = {"aws",       "aws-cn",    "aws-us-gov", "aws-iso",
                                            "aws-iso-b", "aws-iso-e", "aws-iso-f",  "aws-eusc"};

bool is_region(std::string_view text) {
  if (has_wildcard(text)) return true;
  std::vector<std::string_view> parts = split(text, '-');
  if (parts.size() < 3 || parts.front().size() < 2 || parts.back().size() != 1) return false;
  if (!std::isdigit(static_cast<unsigned char>(parts.back().front()))) return false;
  return std::ranges::all_of(text.substr(0, text.size() - 2),
                             [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

// Regional and account-less services refuse what does not belong there when the policy is stored.
bool is_global_service(std::string_view service) { return service == "iam" || service == "s3"; }

class ArnCheck {
 public:
  ArnCheck(const Item& item, Context& context) : item_(item), context_(context) {}

  void run() {
    std::string text = access::without_variables(item_.text);
    if (!text.starts_with("arn:")) {
      context_.refuse(DiagnosticKind::LintArnPrefix, item_, fmt::format("`{}` is no ARN", item_.text)).hint =
          "an ARN begins with arn:; `*` alone stands for every resource";
      return;
    }
    std::vector<std::string> fields = fields_of(text);
    if (!check_partition(fields[1])) return;
    if (fields.size() < 6) return check_short(text, fields);
    arn_ = {fields[1], fields[2], fields[3], fields[4], fields[5]};
    if (check_service()) check_fields();
  }

 private:
  bool check_partition(const std::string& partition) {
    if (has_wildcard(partition) || std::ranges::find(kPartitions, partition) != std::end(kPartitions)) return true;
    context_.refuse(DiagnosticKind::LintPartition, item_, fmt::format("there is no partition `{}`", partition)).hint =
        "aws, aws-cn or aws-us-gov";
    return false;
  }

  // IAM pads a short ARN with `*`, if it leaves no field empty; Organizations takes one in an SCP that ends in `*`.
  void check_short(const std::string& text, const std::vector<std::string>& fields) {
    bool holes = text.find("::") != std::string::npos || fields.size() < 3;
    bool organization = context_.policy.kind == Kind::Rcp || (context_.policy.kind == Kind::Scp && text.back() != '*');
    Finding& finding = context_.add(DiagnosticKind::LintMissingArnField, item_,
                                    fmt::format("`{}` has {} of the six fields of an ARN", item_.text, fields.size()));
    finding.refused = holes || organization;
    finding.hint = "arn:partition:service:region:account:resource";
  }

  bool check_service() {
    if (arn_.service.empty()) {
      context_.refuse(DiagnosticKind::LintArnService, item_, fmt::format("`{}` names no service", item_.text));
      return false;
    }
    if (has_wildcard(arn_.service)) return false;
    if (to_lower(arn_.service) != arn_.service) {
      context_.add(DiagnosticKind::LintArnServiceCase, item_,
                   fmt::format("the service `{}` is written in small letters in an ARN", arn_.service));
      return false;
    }
    if (!context_.forms.of(arn_.service).empty() || context_.catalog.has_service(arn_.service)) return true;
    Finding& finding =
        context_.add(DiagnosticKind::LintArnService, item_, fmt::format("there is no service `{}`", arn_.service));
    if (auto near = context_.catalog.nearest_service(arn_.service)) {
      finding.hint = fmt::format("did you mean `{}`?", *near);
    }
    return false;
  }

  // The service's forms whose last field the resource fits.
  std::vector<std::vector<std::string>> candidates() {
    std::vector<std::vector<std::string>> out;
    for (const std::string& form : context_.forms.of(arn_.service)) {
      std::vector<std::string> fields = fields_of(form);
      if (fields.size() < 6) continue;
      if (globs_overlap(fields_of(catalog::arn_pattern(form, "aws"))[5], arn_.resource)) out.push_back(fields);
    }
    return out;
  }

  void check_fields() {
    bool global = is_global_service(arn_.service);
    auto forms = candidates();
    bool root = arn_.service == "iam" && arn_.resource == "root";
    if (forms.empty() && !root && !context_.forms.of(arn_.service).empty()) {
      Finding& finding = context_.add(DiagnosticKind::LintArnResource, item_,
                                      fmt::format("`{}` is no resource of {}", arn_.resource, arn_.service));
      finding.refused = arn_.service == "iam";
    }
    auto every = [&](size_t field, bool wanted) {
      return !forms.empty() &&
             std::ranges::all_of(forms, [&](const auto& form) { return form[field].empty() != wanted; });
    };
    bool no_region = every(3, false) || (forms.empty() && arn_.service == "iam");
    if (no_region && !arn_.region.empty() && arn_.region != "*") {
      context_
          .add(DiagnosticKind::LintArnRegionNotAllowed, item_,
               fmt::format("ARNs of {} name no region here", arn_.service))
          .refused = global;
    } else if (!arn_.region.empty() && !is_region(arn_.region)) {
      context_.add(DiagnosticKind::LintArnRegion, item_, fmt::format("`{}` is no region", arn_.region));
    } else if (arn_.region.empty() && every(3, true)) {
      context_.add(DiagnosticKind::LintMissingArnRegion, item_, "the ARN needs a region, or `*`");
    }
    check_account(every(4, false), every(4, true));
  }

  void check_account(bool never, bool always) {
    const std::string& account = arn_.account;
    bool named = account == "aws" || account == "cloudfront" || account == "aws-marketplace";
    if (never && !account.empty() && account != "*") {
      context_.add(DiagnosticKind::LintArnAccountNotAllowed, item_,
                   fmt::format("ARNs of {} name no account here", arn_.service));
    } else if (!account.empty() && !has_wildcard(account) && !is_account_id(account) && !named) {
      context_.add(DiagnosticKind::LintArnAccount, item_, fmt::format("`{}` is no account id", account));
    } else if (account.empty() && always) {
      context_.add(DiagnosticKind::LintArnAccount, item_, "the ARN needs an account id, or `*`");
    }
  }

  const Item& item_;
  Context& context_;
  Arn arn_;
};

bool is_s3(std::string_view arn) {
  std::vector<std::string> fields = fields_of(arn);
  return fields.size() > 2 && fields[2].starts_with("s3");
}

// Whether the action is called on something that one of the patterns names.
bool fits_some(const catalog::Action& action, const std::vector<std::string>& patterns) {
  for (const catalog::ActionResource& leg : action.resources) {
    std::vector<std::string> forms = {catalog::arn_pattern(leg.type.arn, "*")};
    for (std::string_view other : leg.type.other_arns) forms.push_back(catalog::arn_pattern(other, "*"));
    for (const std::string& form : forms) {
      if (std::ranges::any_of(patterns, [&](const std::string& each) { return arns_overlap(form, each); })) return true;
    }
  }
  return false;
}

bool fits_some(const Item& action, const std::vector<std::string>& patterns, const catalog::Catalog& catalog) {
  bool some = false, exists = false;
  catalog.for_each_action(action.text, [&](const catalog::Action& each) {
    exists = true;
    some = some || fits_some(each, patterns);
  });
  return some || !exists;
}

void check_star(const Statement& statement, Context& context) {
  if (context.policy.kind != Kind::IdentityPolicy || !statement.allows() || statement.not_resource) return;
  auto star = std::ranges::find(statement.resources, "*", &Item::text);
  if (star == statement.resources.end()) return;
  for (const catalog::Action& action : named_actions(statement, context.catalog)) {
    if (std::ranges::none_of(action.resources, &catalog::ActionResource::required)) continue;
    context.add(DiagnosticKind::LintResourceStar, *star,
                fmt::format("`{}` is allowed on every resource", action.full_name()));
    return;
  }
}

}  // namespace

const std::vector<std::string>& ArnForms::of(const std::string& service) {
  auto [at, fresh] = forms_.try_emplace(service);
  std::vector<std::string>& forms = at->second;
  if (!fresh) return forms;
  catalog_.for_each_action(service + ":*", [&](const catalog::Action& action) {
    for (const catalog::ActionResource& leg : action.resources) {
      forms.emplace_back(leg.type.arn);
      forms.insert(forms.end(), leg.type.other_arns.begin(), leg.type.other_arns.end());
    }
  });
  std::ranges::sort(forms);
  forms.erase(std::unique(forms.begin(), forms.end()), forms.end());
  return forms;
}

void check_resources(const Statement& statement, Context& context) {
  for (const Item& resource : statement.resources) {
    if (resource.text == "*") continue;
    ArnCheck(resource, context).run();
    if (context.policy.kind == Kind::BucketPolicy && !is_s3(resource.text)) {
      context.refuse(DiagnosticKind::LintResourceInKind, resource,
                     fmt::format("`{}` is nothing that a bucket policy can speak of", resource.text));
    }
  }
  check_star(statement, context);
}

void check_mismatch(const Statement& statement, Context& context) {
  if (statement.not_action || statement.not_resource || statement.resources.empty()) return;
  std::vector<std::string> patterns;
  for (const Item& resource : statement.resources) {
    if (!resource.text.starts_with("arn:") || fields_of(resource.text).size() < 6) return;
    patterns.push_back(access::without_variables(resource.text));
  }
  for (const Item& action : statement.actions) {
    if (action.text == "*" || fits_some(action, patterns, context.catalog)) continue;
    context
        .add(DiagnosticKind::LintResourceMismatch, action,
             fmt::format("`{}` is called on none of the resources of its statement", action.text))
        .hint = "the statement says nothing about it; write \"Resource\": \"*\" for an action that takes no resource";
  }
}

}  // namespace berm::lint
