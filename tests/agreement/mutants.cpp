#include "tests/agreement/mutants.h"

#include <fmt/format.h>

#include <functional>
#include <utility>

namespace berm::agreement {
namespace {

constexpr std::string_view kIfExists = "IfExists";

std::vector<std::string> other_operators(const std::string& op) {
  if (op == "Null") return {};
  std::vector<std::string> others;
  const bool if_exists = op.ends_with(kIfExists);
  others.push_back(if_exists ? op.substr(0, op.size() - kIfExists.size()) : op + std::string(kIfExists));
  static constexpr std::pair<std::string_view, std::string_view> kPairs[] = {
      {"StringEquals", "StringNotEquals"}, {"StringLike", "StringNotLike"},      {"ArnLike", "ArnNotLike"},
      {"IpAddress", "NotIpAddress"},       {"LessThanEquals", "LessThan"},       {"GreaterThanEquals", "GreaterThan"},
      {"ForAnyValue", "ForAllValues"},     {"NumericEquals", "NumericNotEquals"}};
  for (const auto& [a, b] : kPairs) {
    for (const auto& [from, to] : {std::pair(a, b), std::pair(b, a)}) {
      const size_t at = op.find(from);
      if (at == std::string::npos || (from == b && op.find(a) != std::string::npos)) continue;
      others.push_back(op.substr(0, at) + std::string(to) + op.substr(at + from.size()));
    }
  }
  return others;
}

std::string other_value(const std::string& value) {
  if (value == "true") return "false";
  if (value == "false") return "true";
  if (!value.empty() && value.find_first_not_of("0123456789") == std::string::npos) return value + "0";
  if (value.ends_with('*')) return value.substr(0, value.size() - 1);
  const size_t slash = value.find('/');
  if (slash != std::string::npos && value.find_first_not_of("0123456789./") == std::string::npos)
    return "198.51.100.0/24";
  return value + "z";
}

class Mutator {
 public:
  explicit Mutator(const access::Document& document) : original_(document) {}

  std::vector<Mutant> take() { return std::move(mutants_); }
  void statement(size_t index);

 private:
  // A negated or optional operator changed to one that says the same is no mutant.
  void add(size_t index, const std::string& what, const std::function<void(access::Statement&)>& change) {
    Mutant mutant{fmt::format("statement {}: {}", index, what), original_};
    change(mutant.document.statements[index]);
    mutants_.push_back(std::move(mutant));
  }
  void condition(size_t index, size_t place);
  void list(size_t index, const char* what, std::vector<std::string> access::Statement::*member);

  const access::Document& original_;
  std::vector<Mutant> mutants_;
};

bool same_meaning(const std::string& op, const std::string& other) {
  const bool only_if_exists = other == op + std::string(kIfExists) || op == other + std::string(kIfExists);
  return only_if_exists && (op.find("Not") != std::string::npos || op.starts_with("ForAllValues"));
}

void Mutator::condition(size_t index, size_t place) {
  const access::Condition& original = original_.statements[index].conditions[place];
  const std::string where = fmt::format("{} on {}", original.op, original.key);
  for (const std::string& op : other_operators(original.op)) {
    if (same_meaning(original.op, op)) continue;
    add(index, where + " → " + op, [&](access::Statement& s) { s.conditions[place].op = op; });
  }
  for (size_t i = 0; i < original.values.size(); ++i) {
    add(index, where + ": value " + original.values[i],
        [&](access::Statement& s) { s.conditions[place].values[i] = other_value(original.values[i]); });
  }
  add(index, where + ": another key", [&](access::Statement& s) { s.conditions[place].key = "aws:UserAgent"; });
  add(index, where + ": dropped",
      [&](access::Statement& s) { s.conditions.erase(s.conditions.begin() + static_cast<std::ptrdiff_t>(place)); });
}

void Mutator::list(size_t index, const char* what, std::vector<std::string> access::Statement::*member) {
  const auto& original = original_.statements[index].*member;
  for (size_t i = 0; i < original.size(); ++i) {
    if (original[i] == "*") continue;
    add(index, fmt::format("{} {}", what, original[i]),
        [&](access::Statement& s) { (s.*member)[i] = other_value(original[i]); });
  }
}

void Mutator::statement(size_t index) {
  const access::Statement& original = original_.statements[index];
  list(index, "action", &access::Statement::actions);
  list(index, "resource", &access::Statement::resources);
  add(index, "Action ↔ NotAction", [](access::Statement& s) { s.not_action = !s.not_action; });
  for (size_t i = 0; i < original.conditions.size(); ++i) condition(index, i);
}

}  // namespace

std::vector<Mutant> mutants_of(const access::Document& document) {
  Mutator mutator(document);
  for (size_t i = 0; i < document.statements.size(); ++i) mutator.statement(i);
  return mutator.take();
}

}  // namespace berm::agreement
