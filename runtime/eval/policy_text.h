// A policy document's text, read where it is written plainly: without escapes, repeats or mistakes, as jsonencode
// writes it. Whatever is not is left to access::read_policy. Internal to this folder.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace berm::eval {

// Elements [begin, end) of a vector.
struct Range {
  uint32_t begin = 0, end = 0;
  bool empty() const { return begin == end; }
};

class PolicyText {
 public:
  struct Principal {
    std::string_view type, value;
  };
  struct Condition {
    std::string_view op, key;
    Range values;  // texts
  };
  struct Statement {
    std::string_view sid;
    bool allow = false, not_action = false, not_resource = false, not_principal = false;
    Range actions, resources;  // texts
    Range principals, conditions;
    uint64_t services = 0;  // that its actions are of, as service_bits
  };

  // Keeps views into the text. False: it has to be read otherwise.
  bool read(std::string_view json);

  const std::vector<Statement>& statements() const { return statements_; }
  const std::vector<std::string_view>& texts() const { return texts_; }
  const std::vector<Principal>& principals() const { return principals_; }
  const std::vector<Condition>& conditions() const { return conditions_; }

 private:
  friend class PolicyTextReader;
  std::vector<Statement> statements_;
  std::vector<std::string_view> texts_;
  std::vector<Principal> principals_;
  std::vector<Condition> conditions_;
};

// A bit for the service of an action or of a pattern of actions; all of them where it may be any, none where the
// pattern matches nothing.
constexpr uint64_t kEveryService = ~uint64_t{0};
uint64_t service_bits(std::string_view action);

}  // namespace berm::eval
