#include "cases.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iostream>

#include "base/text.h"

namespace berm::conformance {
namespace {

std::string fixtures() {
  const char* named = std::getenv("BERM_FIXTURES");
  return named != nullptr ? named : BERM_SOURCE_DIR "/../shared/fixtures";
}

}  // namespace

std::vector<std::string> texts(const Json& value) {
  if (value.is_array()) return value.get<std::vector<std::string>>();
  return {value.get<std::string>()};
}

access::Request request_with(const Json& context) {
  access::Request request;
  for (const auto& [key, value] : context.items()) request.context[to_lower(key)] = texts(value);
  return request;
}

std::optional<std::vector<Json>> read_cases(const std::string& file) {
  std::ifstream in(fixtures() + "/iam-eval/" + file);
  if (!in) return std::nullopt;
  std::vector<Json> cases;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) cases.push_back(Json::parse(line));
  }
  return cases;
}

Tally::Tally(const std::string& list) {
  std::ifstream in(std::string(BERM_TEST_DIR) + "/" + list);
  EXPECT_TRUE(in) << list;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    size_t tab = line.find('\t');
    bool reasoned = tab != std::string::npos && tab + 1 < line.size();
    EXPECT_TRUE(reasoned) << "no reason given: " << line;
    bool fresh = listed_.emplace(line.substr(0, tab), reasoned ? line.substr(tab + 1) : "").second;
    EXPECT_TRUE(fresh) << "listed twice: " << line;
  }
}

void Tally::agrees(const std::string& id) {
  ++agreeing_;
  EXPECT_EQ(listed_.count(id), 0u) << "listed as a difference, but agrees: " << id;
}

void Tally::differs(const std::string& id, const std::string& what) {
  differing_.emplace(id, what);
  EXPECT_EQ(listed_.count(id), 1u) << "unlisted difference: " << id << ": " << what;
}

void Tally::finish(const std::string& title) {
  std::cout << title << ": " << agreeing_ + differing_.size() << " cases, " << agreeing_ << " agree, "
            << differing_.size() << " differ with a reason given in the list\n";
  for (const auto& [id, reason] : listed_) {
    EXPECT_EQ(differing_.count(id), 1u) << "listed, but no such difference: " << id;
  }
}

}  // namespace berm::conformance
