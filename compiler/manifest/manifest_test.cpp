#include "compiler/manifest/manifest.h"

#include <gtest/gtest.h>

namespace berm::manifest {
namespace {

constexpr std::string_view kWhole = R"(name: acme-guardrails
sources: [policies/]
params: { break_glass_role: "break-glass/*", regions: [eu-west-1, eu-central-1] }
documents:
  - { kind: aws.scp,  name: org-baseline, rules: ["acme.baseline.*"], attach: [r-ab12], existing: { r-ab12: 2 } }
  - { kind: aws.permission_boundary, name: payments, rules: [acme.baseline.data_1] }
check:
  rules: ["acme.**"]
  block_at: critical
  account: "111122223333"
  require_match: true
waivers: waivers.yaml
)";

std::string first_error(std::string_view yaml) {
  Diagnostics diagnostics;
  EXPECT_FALSE(read_manifest(yaml, "berm.yaml", diagnostics));
  if (diagnostics.empty()) return "none";
  const Diagnostic& first = diagnostics.items().front();
  return std::to_string(first.position->line) + ": " + first.message + " | " + first.hint;
}

TEST(Manifest, ReadsEveryField) {
  Diagnostics diagnostics;
  auto manifest = read_manifest(kWhole, "berm.yaml", diagnostics);
  ASSERT_TRUE(manifest);
  EXPECT_EQ(manifest->name, "acme-guardrails");
  EXPECT_EQ(manifest->params.at("regions").values, (std::vector<std::string>{"eu-west-1", "eu-central-1"}));
  EXPECT_TRUE(manifest->params.at("regions").list);
  EXPECT_EQ(manifest->params.at("break_glass_role").position.line, 3u);
  ASSERT_EQ(manifest->documents.size(), 2u);
  EXPECT_EQ(manifest->documents[0].existing.at("r-ab12"), 2);
  EXPECT_EQ(manifest->documents[1].kind, "aws.permission_boundary");
  EXPECT_EQ(manifest->block_at, "critical");
  EXPECT_EQ(manifest->account, "111122223333");
  EXPECT_TRUE(manifest->require_match);
  EXPECT_EQ(manifest->waivers, "waivers.yaml");
}

TEST(Manifest, WaiversStandBesideTheRules) {
  constexpr std::string_view kWhy = "the path of a file in the folder of the manifest";
  for (std::string path : {"../waivers.yaml", "/tmp/waivers.yaml", "a/../../waivers.yaml", "''"}) {
    EXPECT_NE(first_error("waivers: " + path + "\n").find(kWhy), std::string::npos) << path;
  }
  EXPECT_EQ(first_error("waivers: [a]\n"), "1: `waivers` is a list, not a string | ");
}

TEST(Manifest, ChecksWhatACheckNeeds) {
  EXPECT_EQ(first_error("check: { account: 12 }\n"),
            "1: `12` is not a value for `account` | an account has twelve digits");
  EXPECT_EQ(first_error("check: { require_match: yes }\n"),
            "1: `yes` is not a value for `require_match` | true or false");
}

TEST(Manifest, UnknownKeysNameTheNearest) {
  EXPECT_EQ(first_error("name: a\nsorces: [x]\n"), "2: unknown key `sorces` in the manifest | did you mean `sources`?");
  EXPECT_EQ(first_error("check:\n  blok_at: high\n"), "2: unknown key `blok_at` in check | did you mean `block_at`?");
}

TEST(Manifest, RepeatedKeysAreErrors) {
  EXPECT_EQ(first_error("name: a\nname: b\n"), "2: `name` stands twice in the manifest | ");
}

TEST(Manifest, WrongTypesAndValuesAreErrors) {
  EXPECT_EQ(first_error("sources: 3\n"), "1: `sources` is a single value, not a list of strings | ");
  EXPECT_EQ(first_error("check: { block_at: hgih }\n"),
            "1: `hgih` is not a value for `block_at` | one of info, low, medium, high, critical");
  EXPECT_EQ(first_error("documents:\n  - { kind: aws.scp, name: ../x, rules: [a] }\n").substr(0, 43),
            "2: `../x` can't be the name of a document |");
}

TEST(Manifest, TargetsMustMatch) {
  EXPECT_EQ(first_error("documents:\n  - { kind: aws.scp, name: a, rules: [x], attach: [r-1], existing: { r-2: 1 } }\n")
                .substr(0, 56),
            "2: `existing` names `r-2`, which `attach` does not | it ");
  EXPECT_EQ(first_error("documents:\n  - { kind: aws.scp, name: a, rules: [x], attach: [r-1, r-1] }\n"),
            "2: `r-1` stands twice in `attach` | ");
  EXPECT_EQ(first_error("documents:\n  - { kind: aws.scp, name: a, rules: [x], attach: [\"x\\ny\"] }\n").substr(0, 8),
            "2: `x\ny`");
}

constexpr const char* kTree = R"(organisation:
  id: o-a1b2c3d4e5
  management_account: "999999999999"
  root:
    id: r-ab12
    accounts: [{ id: "444455556666", name: audit }]
    units:
      - id: ou-ab12-11111111
        name: workloads
        units:
          - { id: ou-ab12-22222222, accounts: [{ id: "111122223333", name: payments, full_access: false }] }
)";

TEST(Manifest, OrganisationIsATree) {
  Diagnostics diagnostics;
  auto manifest = read_manifest(kTree, "berm.yaml", diagnostics);
  ASSERT_TRUE(manifest) << diagnostics.items()[0].message;
  const Organisation& organisation = manifest->organisation;
  EXPECT_EQ(organisation.id, "o-a1b2c3d4e5");
  ASSERT_TRUE(find_account(organisation, "payments"));
  EXPECT_EQ(find_account(organisation, "payments")->id, "111122223333");
  EXPECT_FALSE(find_account(organisation, "payments")->full_access);
  EXPECT_TRUE(organisation.root->full_access);
  EXPECT_EQ(find_account(organisation, "none"), nullptr);
  std::vector<std::string> above;
  for (const Unit* unit : units_above(organisation, "111122223333")) above.push_back(unit->id);
  EXPECT_EQ(above, (std::vector<std::string>{"r-ab12", "ou-ab12-11111111", "ou-ab12-22222222"}));
  EXPECT_TRUE(units_above(organisation, "123412341234").empty());
  EXPECT_EQ(target_ids(organisation).size(), 5u);
}

TEST(Manifest, OrganisationIsChecked) {
  EXPECT_EQ(first_error("organisation: { id: a1b2 }\n"),
            "1: `a1b2` is not the id of an organisation | `o-` and ten to thirty-two letters and digits");
  EXPECT_EQ(first_error("organisation: { management_account: 12 }\n"),
            "1: `12` is not an account | an account has twelve digits");
  EXPECT_EQ(first_error("organisation: { root: { name: x } }\n").substr(0, 24), "1: the root has no `id` ");
  EXPECT_EQ(
      first_error("organisation:\n  root:\n    id: r-ab12\n    units: [{ id: ou-xy99-11111111 }]\n").substr(0, 68),
      "4: `ou-xy99-11111111` is not the id of a unit below this root | `ou-");
  EXPECT_EQ(first_error("organisation:\n  root:\n    id: r-ab12\n    accounts:\n      - { id: '111122223333' }\n"
                        "      - { id: '111122223333' }\n"),
            "6: `111122223333` stands twice in the organisation | ");
  std::string deep;
  for (int i = 1; i <= 6; ++i) deep += "units: [{ id: ou-ab12-1111111" + std::to_string(i) + ", ";
  EXPECT_EQ(first_error("organisation: { root: { id: r-ab12, " + deep + "name: x" +
                        [] {
                          std::string close;
                          for (int i = 1; i <= 6; ++i) close += "}]";
                          return close;
                        }() +
                        " } }\n"),
            "1: organisational units are nested deeper than 5 levels | AWS takes no deeper tree");
}

TEST(Manifest, BrokenYamlHasAPlaceAndNoLibraryWords) {
  EXPECT_EQ(first_error("a: [1,\nb: 2\n"), "3: the manifest is not well-formed YAML here | ");
  EXPECT_EQ(first_error(""), "0: the manifest is empty | ");
  EXPECT_EQ(first_error("name: a\n---\nname: b\n"),
            "3: a second YAML document starts here, and the manifest is one | ");
  EXPECT_EQ(first_error("\xff\xfe"), "0: the manifest is not valid UTF-8 | ");
}

TEST(Manifest, HostileInputIsRefused) {
  Diagnostics diagnostics;
  EXPECT_FALSE(read_manifest(std::string(100000, '['), "berm.yaml", diagnostics));
  EXPECT_FALSE(read_manifest("a: &a [*a]\nname: *a\n", "berm.yaml", diagnostics));
  for (size_t cut = 0; cut < kWhole.size(); ++cut) {
    Diagnostics ignored;
    read_manifest(kWhole.substr(0, cut), "berm.yaml", ignored);
  }
}

}  // namespace
}  // namespace berm::manifest
