#include "compiler/documents/terraform.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace berm::documents {
namespace {

using Json = nlohmann::ordered_json;

// Strings of Terraform JSON are templates: `${` and `%{` begin one.
std::string escape_template(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool opens = (text[i] == '$' || text[i] == '%') && i + 1 < text.size() && text[i + 1] == '{';
    if (opens) out += text[i];
    out += text[i];
  }
  return out;
}

// A resource's name: letters, digits and `_`, no digit first.
std::string identifier(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    out += plain ? c : '_';
  }
  return !out.empty() && out[0] >= '0' && out[0] <= '9' ? "_" + out : out;
}

// As Organizations calls the type of a policy.
std::string_view type_of(Kind kind) { return kind == Kind::Rcp ? "RESOURCE_CONTROL_POLICY" : "SERVICE_CONTROL_POLICY"; }

bool has_stages(const Written& written) {
  return std::any_of(written.spec.attach.begin(), written.spec.attach.end(),
                     [](const Attachment& one) { return !one.stage.empty(); });
}

// One file a document, all in one folder: names carry the document's.
std::string stages_of(const std::string& name) { return name + "_stages"; }

Json attachment(const std::string& name, const Attachment& one) {
  Json json = {{"policy_id", "${aws_organizations_policy." + name + ".id}"}, {"target_id", one.target}};
  if (!one.stage.empty()) json["count"] = "${contains(var." + stages_of(name) + ", \"" + one.stage + "\") ? 1 : 0}";
  return json;
}

Json of_organization(const Written& written) {
  const std::string name = identifier(written.spec.name);
  Json root;
  if (has_stages(written)) {
    root["variable"][stages_of(name)] = {{"type", "list(string)"},
                                         {"default", Json::array()},
                                         {"description", "Stages at which " + written.spec.name + " is attached"}};
  }
  root["resource"]["aws_organizations_policy"][name] = {
      {"name", written.spec.name}, {"type", type_of(written.spec.kind)}, {"content", escape_template(written.json)}};
  for (const Attachment& one : written.spec.attach) {
    root["resource"]["aws_organizations_policy_attachment"][name + "_" + identifier(one.target)] =
        attachment(name, one);
  }
  return root;
}

Json of_managed_policy(const Written& written) {
  return {{"resource",
           {{"aws_iam_policy",
             {{identifier(written.spec.name),
               {{"name", written.spec.name}, {"policy", escape_template(written.json)}}}}}}}};
}

Json of_bucket(const Written& written) {
  return {{"resource",
           {{"aws_s3_bucket_policy",
             {{identifier(written.spec.name),
               {{"bucket", written.spec.bucket}, {"policy", escape_template(written.json)}}}}}}}};
}

// A trust policy is an argument of its role: `assume_role_policy = local.NAME`.
Json of_trust(const Written& written) {
  const std::string name = identifier(written.spec.name);
  return {{"locals", {{name, escape_template(written.json)}}},
          {"output", {{name, {{"value", "${local." + name + "}"}}}}}};
}

}  // namespace

std::string terraform_json(const Written& written) {
  Json root;
  switch (written.spec.kind) {
    case Kind::Scp:
    case Kind::Rcp: root = of_organization(written); break;
    case Kind::PermissionBoundary:
    case Kind::IdentityPolicy: root = of_managed_policy(written); break;
    case Kind::BucketPolicy: root = of_bucket(written); break;
    case Kind::TrustPolicy: root = of_trust(written); break;
  }
  return root.dump(2) + "\n";
}

}  // namespace berm::documents
