#include "access/aws_owned.h"

#include "access/evaluate.h"
#include "base/text.h"

namespace berm::access {
namespace {

bool reads(std::string_view iam_action) {
  for (std::string_view verb : {"iam:get", "iam:list", "iam:generate", "iam:simulate"}) {
    if (iam_action.starts_with(verb)) return true;
  }
  return false;
}

bool changes_alias(std::string_view action) {
  return action == "kms:createalias" || action == "kms:updatealias" || action == "kms:deletealias";
}

}  // namespace

std::string refused_by_aws(const Request& request) {
  std::string action = to_lower(request.action);
  auto on = [&](std::string_view pattern) { return arn_like(pattern, request.resource); };
  if (changes_alias(action) && on("arn:*:kms:*:*:alias/aws/*")) return "AWS alone changes its aliases of keys";
  if (!action.starts_with("iam:") || reads(action)) return {};
  if (on("arn:*:iam::aws:policy/*")) return "AWS alone changes its managed policies";
  if (on("arn:*:iam::*:role/aws-reserved/*")) return "AWS alone changes and passes its reserved roles";
  return {};
}

bool needs_no_permission(const Request& request) { return equals_ignore_case(request.action, "sts:GetCallerIdentity"); }

}  // namespace berm::access
