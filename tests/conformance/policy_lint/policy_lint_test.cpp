// lint/ against documents that IAM accepts or rejects, findings that another linter publishes, and every policy at
// hand. Differences stand in differences.tsv, each with its reason; one that no longer differs fails.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "lint/lint.h"
#include "tests/support/process.h"

namespace berm::lint {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using Codes = std::set<std::string>;

fs::path fixtures() {
  const char* named = std::getenv("BERM_FIXTURES");
  return named != nullptr ? named : BERM_SOURCE_DIR "/../shared/fixtures";
}

// Lines `a<tab>b` of a list beside this file; `#` begins a remark.
std::map<std::string, std::string> read_list(const std::string& name) {
  std::ifstream in(fs::path(BERM_TEST_DIR) / name);
  EXPECT_TRUE(in) << name;
  std::map<std::string, std::string> out;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    size_t tab = line.find('\t');
    bool reasoned = tab != std::string::npos && tab + 1 < line.size();
    EXPECT_TRUE(reasoned) << name << ": no second column: " << line;
    bool fresh = out.emplace(line.substr(0, tab), reasoned ? line.substr(tab + 1) : "").second;
    EXPECT_TRUE(fresh) << name << ": twice: " << line;
  }
  return out;
}

std::vector<Json> read_cases(const std::string& name) {
  std::ifstream in(fixtures() / "iam-eval" / name);
  std::vector<Json> cases;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) cases.push_back(Json::parse(line));
  }
  return cases;
}

std::string found(const Report& report) {
  std::string out;
  for (const Finding& each : report.findings) {
    out +=
        "\n  " + std::string(id(each.check)) + (each.refused ? " (refused) " : " ") + each.path + ": " + each.message;
  }
  return out;
}

// Holds what differs against the list of differences.
class Differences {
 public:
  explicit Differences(std::string prefix) : prefix_(std::move(prefix)), listed_(read_list("differences.tsv")) {}

  void compare(const std::string& case_id, bool same, const std::string& what) {
    ++cases_;
    bool listed = listed_.count(case_id) > 0;
    if (listed) seen_.insert(case_id);
    EXPECT_NE(same, listed) << case_id << (same ? " agrees, but is listed" : ": " + what);
  }

  void finish() {
    std::cout << prefix_ << ": " << cases_ << " cases, " << seen_.size() << " differ with a reason\n";
    for (const auto& [case_id, reason] : listed_) {
      EXPECT_TRUE(!case_id.starts_with(prefix_) || seen_.count(case_id) == 1) << "no such case: " << case_id;
    }
  }

 private:
  std::string prefix_;
  std::map<std::string, std::string> listed_;
  std::set<std::string> seen_;
  size_t cases_ = 0;
};

// The cases are customer managed policies, as a boundary is.
TEST(PolicyLint, RefusesWhatIamRejects) {
  auto cases = read_cases("moto-policy-validity.jsonl");
  if (cases.empty()) GTEST_SKIP() << "no fixtures at " << fixtures();
  Differences differences("moto-");
  for (const Json& each : cases) {
    const Json& document = each.at("document");
    std::string text = document.is_string() ? document.get<std::string>() : document.dump();
    Report report = lint(text, Kind::PermissionBoundary, catalog::Catalog::builtin());
    bool rejected = each.at("expected") == "invalid";
    differences.compare(each.at("id"), rejected == report.refused(),
                        (rejected ? "is rejected by IAM: " : "is accepted by IAM, but: ") +
                            each.value("error", Json()).dump() + " " + text + found(report));
  }
  differences.finish();
}

std::string joined(const Codes& codes) {
  std::string out;
  for (const std::string& code : codes) out += (out.empty() ? "" : " ") + code;
  return "{" + out + "}";
}

TEST(PolicyLint, FindsWhatParliamentFinds) {
  auto cases = read_cases("parliament-findings.jsonl");
  if (cases.empty()) GTEST_SKIP() << "no fixtures at " << fixtures();
  auto names = read_list("parliament_names.tsv");
  Differences differences("parliament/");
  for (const Json& each : cases) {
    std::string text = each.at("policy_text");
    bool principal = text.find("Principal\"") != std::string::npos;
    Report report = lint(text, principal ? Kind::ResourcePolicy : Kind::IdentityPolicy, catalog::Catalog::builtin());
    Codes seen, wanted;
    for (const Finding& finding : report.findings) {
      auto name = names.find(std::string(id(finding.check)));
      if (name != names.end()) seen.insert(name->second);
    }
    for (const Json& code : each.at("expected_findings")) wanted.insert(code.get<std::string>());
    differences.compare(each.at("id"), seen == wanted,
                        "wanted " + joined(wanted) + ", found " + joined(seen) + "\n" + text + found(report));
  }
  differences.finish();
}

std::optional<Kind> kind_of_folder(const std::string& folder) {
  static const std::map<std::string, Kind> kFolders = {{"aws-scp", Kind::Scp},
                                                       {"aws-rcp", Kind::Rcp},
                                                       {"aws-rcp-lint", Kind::Rcp},
                                                       {"aws-permission-boundary", Kind::PermissionBoundary},
                                                       {"aws-identity", Kind::IdentityPolicy},
                                                       {"aws-trust", Kind::TrustPolicy},
                                                       {"aws-resource-policy", Kind::ResourcePolicy},
                                                       {"aws-vpc-endpoint", Kind::VpcEndpoint}};
  auto at = kFolders.find(folder);
  return at == kFolders.end() ? std::nullopt : std::optional(at->second);
}

// AWS's own policies are stored, so nothing in them may be called an error: but for what managed.tsv gives a reason
// for, by code, or by code and what it was found in.
TEST(PolicyLint, CallsNothingInAwsManagedPoliciesAnError) {
  fs::path folder = fixtures() / "policies";
  if (!fs::exists(folder)) GTEST_SKIP() << "no fixtures at " << fixtures();
  auto listed = read_list("managed.tsv");
  std::set<std::string> used;
  size_t documents = 0, unlisted = 0;
  std::map<std::string, size_t> codes;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().extension() != ".json") continue;
    fs::path relative = fs::relative(entry.path(), folder);
    auto kind = kind_of_folder(relative.begin()->string());
    std::string text = testing_support::read_text(entry.path());
    Report report = lint(text, kind, catalog::Catalog::builtin());
    ++documents;
    if (relative.string().find("aws-identity/managed/") == std::string::npos) continue;
    for (const Finding& each : report.findings) {
      ++codes[std::string(id(each.check))];
      if (level(each.check) != DiagnosticLevel::Error) continue;
      std::string code(id(each.check));
      std::string what = code + " " + text.substr(each.begin, each.end - each.begin);
      const std::string& key = listed.count(code) > 0 ? code : what;
      used.insert(key);
      if (listed.count(key) == 0 && ++unlisted < 40) ADD_FAILURE() << relative << ": " << what << ": " << each.message;
    }
  }
  EXPECT_GE(documents, 1200u);
  for (const auto& [key, reason] : listed) EXPECT_EQ(used.count(key), 1u) << "no longer found: " << key;
  std::cout << documents << " documents read\n";
  for (const auto& [code, count] : codes) std::cout << "  " << count << " " << code << " in AWS-managed policies\n";
}

}  // namespace
}  // namespace berm::lint
