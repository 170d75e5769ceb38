// IR → the compiled program (program/program.h).
#pragma once

#include <string>
#include <vector>

#include "base/source.h"
#include "catalog/catalog.h"
#include "ir/ir.h"

namespace berm::emit {

// What the manifest says of checks.
struct Settings {
  std::string project;
  ir::Severity block_at = ir::Severity::High;
  std::string account;
  bool require_match = false;
  std::string waivers;
  std::vector<std::string> rules;  // patterns of those that are checked; empty: every rule outside the standard library
  // Patterns of the standard library's rules that decide calls, beside those that are checked: documents name them.
  std::vector<std::string> call_rules;
};

struct Input {
  const ir::Module& module;
  const SourceSet& sources;
  const catalog::Catalog& catalog;
  Settings settings;
  std::string folder;                  // of the project; paths of its sources are written relative to it
  std::vector<bool> standard_library;  // by source: its path is none of the project's
  std::string compiler;                // its version
};

// The bytes of the file. The same input gives the same bytes.
std::string emit(const Input& input);

}  // namespace berm::emit
