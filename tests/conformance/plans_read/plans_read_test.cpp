// Every published plan is read; what is not a plan is refused with one diagnostic that refused.tsv expects.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

#include "base/text.h"
#include "runtime/plan/plan.h"

namespace berm {
namespace {

namespace fs = std::filesystem;

std::string fixtures() {
  const char* named = std::getenv("BERM_FIXTURES");
  return named != nullptr ? named : BERM_SOURCE_DIR "/../shared/fixtures";
}

// The fields of every line that is not a remark.
std::vector<std::vector<std::string>> read_table(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream in(path);
  EXPECT_TRUE(in) << path;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::vector<std::string>& row = rows.emplace_back();
    for (std::string_view field : split(line, '\t')) row.emplace_back(field);
  }
  return rows;
}

// How many resource changes the index of a folder counts in each file.
std::map<std::string, size_t> indexed_changes(const std::string& folder) {
  auto rows = read_table(fixtures() + "/" + folder + "/INDEX.tsv");
  std::map<std::string, size_t> counts;
  if (rows.empty()) return counts;
  const std::vector<std::string>& header = rows.front();
  auto column = static_cast<size_t>(std::find(header.begin(), header.end(), "n_resource_changes") - header.begin());
  for (const auto& row : rows) {
    if (&row != &rows.front()) counts[row.at(0)] = std::strtoul(row.at(column).c_str(), nullptr, 10);
  }
  return counts;
}

std::vector<std::string> json_files(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(fixtures() + "/" + folder)) {
    if (entry.path().extension() == ".json") files.push_back(fs::relative(entry.path(), fixtures()).string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

struct Refusal {
  std::string glob, kind;
  size_t expected = 0, found = 0;
};

std::vector<Refusal> expected_refusals() {
  std::vector<Refusal> refusals;
  for (const auto& row : read_table(BERM_TEST_DIR "/refused.tsv")) {
    EXPECT_EQ(row.size(), 4u);
    refusals.push_back({row.at(0), row.at(1), std::strtoul(row.at(2).c_str(), nullptr, 10)});
  }
  return refusals;
}

struct Unknowns {
  size_t known = 0, unknown = 0;

  void count(const facts::Value& value) {
    (value.is_unknown() ? unknown : known) += 1;
    if (value.kind == facts::ValueKind::List) {
      for (const facts::Value& element : value.list()) count(element);
    }
    if (value.kind == facts::ValueKind::Object) {
      for (const facts::Member& member : value.object()) count(member.value);
    }
  }
};

class PlansRead : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(fixtures() + "/plans")) GTEST_SKIP() << "skipped: fixtures not present";
  }

  void read(const std::string& file);
  void check_refused(const std::string& file, const Diagnostics& diagnostics);
  void check_facts(const std::string& file, const facts::Plan& plan);

  std::vector<Refusal> refusals_ = expected_refusals();
  std::map<std::string, size_t> indexed_;
  std::map<std::string, size_t> kinds_;
  size_t plans_ = 0, changes_ = 0, linked_ = 0;
  Unknowns values_;
};

void PlansRead::check_refused(const std::string& file, const Diagnostics& diagnostics) {
  ASSERT_EQ(diagnostics.items().size(), 1u) << file;
  const Diagnostic& only = diagnostics.items().front();
  ++kinds_[std::string(id(only.kind))];
  ASSERT_TRUE(only.position) << file;
  EXPECT_GE(only.position->line, 1u) << file;
  EXPECT_GE(only.position->column, 1u) << file;
  for (Refusal& refusal : refusals_) {
    if (!glob_match(refusal.glob, file)) continue;
    ++refusal.found;
    EXPECT_EQ(id(only.kind), refusal.kind) << file;
    return;
  }
  ADD_FAILURE() << file << ": " << only.message;
}

void PlansRead::check_facts(const std::string& file, const facts::Plan& plan) {
  ++plans_;
  changes_ += plan.changes.size();
  for (const Refusal& refusal : refusals_) EXPECT_FALSE(glob_match(refusal.glob, file)) << file << " is not refused";
  auto indexed = indexed_.find(file);
  ASSERT_NE(indexed, indexed_.end()) << file;
  EXPECT_EQ(plan.changes.size(), indexed->second) << file;
  for (const facts::ResourceChange& change : plan.changes) {
    EXPECT_NE(change.actions, 0) << file;
    EXPECT_FALSE(change.actions & facts::kOther) << file << ": " << change.address;
    linked_ += change.config != nullptr;
    values_.count(change.after);
  }
}

void PlansRead::read(const std::string& file) {
  Diagnostics diagnostics;
  auto plan = plan::read_plan(fixtures() + "/" + file, diagnostics);
  EXPECT_EQ(plan.has_value(), diagnostics.empty()) << file;
  if (plan)
    check_facts(file, *plan);
  else
    check_refused(file, diagnostics);
}

TEST_F(PlansRead, PlansGiveFactsAndAllElseOneError) {
  for (std::string folder : {"plans", "plans-from-hcl"}) {
    indexed_.merge(indexed_changes(folder));
    for (const std::string& file : json_files(folder)) read(file);
  }
  for (const Refusal& refusal : refusals_) EXPECT_EQ(refusal.found, refusal.expected) << refusal.glob;
  std::cout << "plans read: " << plans_ << " with " << changes_ << " resource changes, " << linked_
            << " of them with their configuration; " << values_.known << " values known, " << values_.unknown
            << " unknown\n";
  for (const auto& [kind, count] : kinds_) std::cout << "refused, " << kind << ": " << count << "\n";
  EXPECT_GT(plans_, 0u);
}

}  // namespace
}  // namespace berm
