// What comparing with a constant needs, worked out once. Internal to this folder.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/evaluate.h"

namespace berm::eval {

// A pattern of `like`. Wildcards in a text are none: they are shielded first, as the naive evaluator does.
class Glob {
 public:
  Glob(std::string_view pattern, bool arn);
  bool matches(std::string_view text) const;

 private:
  enum class Kind : uint8_t { Exact, Prefix, Suffix, Inside, General, Arn } kind_;
  std::string_view pattern_, literal_;
};

// The same for a pattern that is not constant.
bool is_like(std::string_view pattern, std::string_view text, bool arn);

// A set of texts.
class Texts {
 public:
  explicit Texts(std::vector<std::string_view> texts);
  bool contains(std::string_view text) const;

 private:
  std::vector<std::string_view> table_;  // open addressing; no data: free
  bool has_empty_ = false;
};

uint64_t hash_of(std::string_view text);

// Compiled when first asked, by whichever thread.
class Regex {
 public:
  explicit Regex(std::string_view pattern);
  ~Regex();
  bool matches(std::string_view text) const;

 private:
  struct Compiled;
  std::string_view pattern_;
  mutable std::once_flag once_;
  mutable std::unique_ptr<Compiled> compiled_;
};

// As access::parse_cidr, faster for addresses of version 4.
std::optional<access::Cidr> parse_network(std::string_view text);

// Numbers as plans write them, exactly: negative, zero or positive.
int compare_numbers(std::string_view a, std::string_view b);

}  // namespace berm::eval
