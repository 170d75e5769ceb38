// Rules by which plans are judged twice: whole by the naive evaluator, and as they are read.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "program/program.h"
#include "runtime/load/load.h"
#include "runtime/stream/program.h"
#include "tests/agreement/stream/keep_all.h"

namespace berm::agreement {

class Streamed {
 public:
  // All of the module's, which outlives this, as do the sources.
  struct Input {
    const ir::Module& module;
    const SourceSet& sources;
    const catalog::Catalog& catalog;
    std::string folder = {};
    std::vector<bool> standard_library = {};
    size_t first_way = 0;  // of reading the first plan
  };
  explicit Streamed(const Input& input);

  struct Outcome {
    std::string problem;    // empty: they agree
    bool plan = false;      // it is one
    size_t findings = 0;    // of the naive evaluator
    size_t violations = 0;  // of these
  };
  // Each plan in another way: threads, and windows of other sizes.
  Outcome compare(const std::string& name, const std::string& text);

  bool assume = true, judge_all = false;
  std::string account;

 private:
  struct Way {
    uint32_t threads;
    size_t window_bytes;
  };
  stream::Options options_of(const Way& way, stream::Statistics& statistics) const;
  std::string compare_program(const std::string& name, const std::string& text, const report::CheckResult& expected,
                              bool whole);

  const SourceSet& sources_;
  std::vector<const ir::Rule*> all_;
  ModuleRules rules_;
  KeepAll sieves_;
  std::unique_ptr<const program::Program> program_;  // null: it could not be made
  std::unique_ptr<load::Rules> loaded_;
  std::unique_ptr<stream::Judge> judge_;
  size_t compared_;
};

}  // namespace berm::agreement
