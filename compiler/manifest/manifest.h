// berm.yaml: where rules are enforced.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/diagnostic.h"
#include "compiler/manifest/organisation.h"

namespace berm::manifest {

// A scalar or a list of scalars, as text; types are the language's business.
struct Param {
  std::vector<std::string> values;
  bool list = false;
  InputPosition position;
};

// `r-ab12`, or `{ stage: prod, to: r-ab12 }`.
struct AttachEntry {
  std::string target;
  std::string stage;  // empty: from the beginning
};

struct DocumentEntry {
  std::string kind, name;
  std::vector<std::string> rules;
  std::vector<AttachEntry> attach;
  std::string bucket;   // of a bucket policy: its name
  std::string account;  // twelve digits: of the roles or the bucket
  bool compact = false;
  std::map<std::string, int64_t> existing;
  InputPosition position;
};

struct Manifest {
  std::string name;
  std::vector<std::string>
      sources;  // folders or files, relative to the manifest; default: policies/ and *.berm beside it
  std::map<std::string, Param> params;
  std::vector<std::string> providers;
  std::string partition = "aws";
  std::string output = "build";  // folder of the documents, relative to the manifest
  std::vector<DocumentEntry> documents;
  Organisation organisation;
  std::vector<std::string> check_rules;
  InputPosition check_rules_position;
  std::string block_at = "high";
  std::string account;         // twelve digits: where a plan's provider names none
  bool require_match = false;  // a rule that judged nothing fails the run
  std::string waivers;         // file, relative to the manifest; empty: none
};

// `path` stands in messages. Unknown keys, wrong types and repeated keys are errors with their place.
std::optional<Manifest> read_manifest(std::string_view yaml, const std::string& path, Diagnostics& diagnostics);

}  // namespace berm::manifest
