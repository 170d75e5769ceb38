#include "tests/conformance/published_plans/cases.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "base/text.h"
#include "nlohmann/json.hpp"

namespace berm::published {
namespace {

using Json = nlohmann::json;

std::string text(const Json& line, const char* key) {
  auto found = line.find(key);
  return found != line.end() && found->is_string() ? found->get<std::string>() : "";
}

Case read_case(const Json& line) {
  Case out{text(line, "suite"), text(line, "rule_id"), text(line, "file"), text(line, "granularity"),
           text(line, "resource")};
  out.passes = text(line, "verdict") == "pass";
  if (line.contains("n_violations") && line["n_violations"].is_number_integer()) {
    out.violations = line["n_violations"].get<int64_t>();
  }
  return out;
}

}  // namespace

std::filesystem::path fixtures() {
  const char* named = std::getenv("BERM_FIXTURES");
  return named != nullptr ? named : BERM_SOURCE_DIR "/../shared/fixtures";
}

bool fixtures_present() { return std::filesystem::exists(fixtures() / "plans"); }

std::vector<std::vector<std::string>> table(const std::string& name, size_t columns) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream in(std::string(BERM_TEST_DIR) + "/" + name);
  EXPECT_TRUE(in) << name;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::vector<std::string>& row = rows.emplace_back();
    for (std::string_view field : split(line, '\t')) row.emplace_back(field);
    EXPECT_EQ(row.size(), columns) << name << ": " << line;
    row.resize(columns);
  }
  return rows;
}

std::vector<Case> cases() {
  std::vector<Case> out;
  for (const char* folder : {"plans", "plans-from-hcl"}) {
    std::ifstream in(fixtures() / folder / "EXPECT.jsonl");
    for (std::string line; std::getline(in, line);) {
      Json json = Json::parse(line, nullptr, false);
      EXPECT_TRUE(json.is_object()) << folder;
      if (json.is_object()) out.push_back(read_case(json));
    }
  }
  return out;
}

Mapping mapping() {
  Mapping out;
  for (const auto& row : table("mapping.tsv", 3)) {
    bool fresh = out.emplace(std::pair(row[0], row[1]), row[2]).second;
    EXPECT_TRUE(fresh) << row[0] << " " << row[1] << " stands twice";
  }
  return out;
}

const ir::Rule* rule_of(const ir::Module& module, const std::string& hazard) {
  for (const ir::Rule& rule : module.rules) {
    if (rule.hazard == hazard && hazard.starts_with(rule.package + ".")) return &rule;
  }
  return nullptr;
}

void expect_documented(const std::string& name, const std::string& text) {
  const char* path = BERM_SOURCE_DIR "/docs/conformance-plans.md";
  std::ifstream in(path);
  std::string page{std::istreambuf_iterator<char>(in), {}};
  std::string opening = "<!-- " + name + " -->\n\n";
  size_t begin = page.find(opening);
  ASSERT_NE(begin, std::string::npos) << name << " has no place";
  begin += opening.size();
  size_t end = page.find("<!-- /" + name + " -->", begin);
  ASSERT_NE(end, std::string::npos) << name << " has no end";
  bool update = std::getenv("BERM_UPDATE") != nullptr;
  if (update) std::ofstream(path) << page.replace(begin, end - begin, text + "\n");
  EXPECT_TRUE(update || page.substr(begin, end - begin) == text + "\n")
      << path << " shows other numbers; BERM_UPDATE=1 mends it";
}

}  // namespace berm::published
