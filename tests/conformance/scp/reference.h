// Which published document each rule is compared with, read in place.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "access/policy.h"

namespace berm::conformance {

// A line of mapping.tsv.
struct Case {
  std::string id;    // "R033"; its source is rules/r033.berm
  std::string path;  // below the fixtures' policies/
  std::vector<std::string> categories;
  std::vector<size_t> statements;                                  // of the reference, from 1; empty: all
  std::vector<std::pair<std::string, std::string>> substitutions;  // placeholder → what the rule has there
};

std::vector<Case> read_cases(const std::filesystem::path& folder);

std::filesystem::path policies_folder();

struct Reference {
  std::optional<access::Document> document;  // its Deny statements without principals
  std::string error;
};

// With the case's substitutions and the corrections of corrections.tsv applied.
Reference read_reference(const Case& one, const std::filesystem::path& folder);

std::vector<std::vector<std::string>> read_tsv(const std::filesystem::path& path);
std::string read_text(const std::filesystem::path& path);

}  // namespace berm::conformance
