#include "compiler/documents/terraform.h"

#include <nlohmann/json.hpp>

#include "compiler/documents/kinds.h"

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

Json organization_resources(const Written& written) {
  const std::string name = identifier(written.spec.name);
  Json resources;
  resources["aws_organizations_policy"][name] = {
      {"name", written.spec.name}, {"type", type_of(written.spec.kind)}, {"content", escape_template(written.json)}};
  for (const auto& [target, stage] : written.spec.attach) {
    resources["aws_organizations_policy_attachment"][name + "_" + identifier(target)] = {
        {"policy_id", "${aws_organizations_policy." + name + ".id}"}, {"target_id", target}};
  }
  return resources;
}

Json boundary_resources(const Written& written) {
  Json resources;
  resources["aws_iam_policy"][identifier(written.spec.name)] = {{"name", written.spec.name},
                                                                {"policy", escape_template(written.json)}};
  return resources;
}

}  // namespace

std::string terraform_json(const Written& written) {
  Json root;
  root["resource"] = is_attached(written.spec.kind) ? organization_resources(written) : boundary_resources(written);
  return root.dump(2) + "\n";
}

}  // namespace berm::documents
