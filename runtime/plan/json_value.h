// JSON text → facts::Value trees, with simdjson behind it.
#pragma once

#include <memory>
#include <memory_resource>
#include <optional>
#include <span>
#include <string_view>

#include "runtime/facts/facts.h"
#include "runtime/plan/json_scan.h"
#include "runtime/plan/problem.h"

namespace berm::plan {

// Bytes that must be readable behind the end of the text.
extern const size_t kPadding;

class ValueReader {
 public:
  // `text` and `counts` are what scan_json was given and found good. Values and decoded strings go to `arena`;
  // strings without escapes are views into `text`.
  ValueReader(std::string_view text, std::span<const uint32_t> counts, std::pmr::memory_resource& arena);
  ~ValueReader();

  // An object or array. Refuses an object that has a member twice.
  std::optional<Problem> read(const Element& element, facts::Value& value);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace berm::plan
