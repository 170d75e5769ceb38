#include "compiler/documents/attempts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "access/evaluate.h"
#include "base/text.h"

namespace berm::documents {
namespace {

// Combinations tried; a call with more counts as open.
constexpr size_t kMaxCombinations = 20000;
constexpr std::string_view kOther = "something-else";
constexpr std::string_view kTagKeys = "aws:tagkeys";

using Values = std::optional<std::vector<std::string>>;  // none: the key is missing
using Choices = std::map<std::string, std::vector<Values>>;

// Guards may trust these: they say who calls. That he is of the organisation says nothing.
bool is_identity(std::string_view key) {
  const bool of_principal = key.starts_with("aws:principal") && key != "aws:principalorgid";
  return of_principal || key == "aws:userid" || key == "aws:username";
}

bool has_variable(const std::vector<std::string>& values) {
  return std::any_of(values.begin(), values.end(),
                     [](const std::string& v) { return v.find("${") != std::string::npos; });
}

// What a variable stands for the caller may choose: a denial with one is no guard, a permission with one holds.
std::optional<access::Statement> relevant(const access::Statement& statement, const access::Request& request,
                                          access::DocumentKind kind, std::string_view version) {
  access::Statement kept = statement;
  const bool deny = statement.effect == access::Effect::Deny;
  if (deny && has_variable(statement.resources)) return std::nullopt;
  for (const access::Condition& condition : statement.conditions) {
    if (deny && has_variable(condition.values)) return std::nullopt;
  }
  std::erase_if(kept.conditions, [](const access::Condition& condition) { return has_variable(condition.values); });
  access::Statement bare = kept;
  bare.conditions.clear();
  return access::matches_statement(bare, request, kind, version) ? std::optional(kept) : std::nullopt;
}

struct Reduced {
  access::Document document;
  access::DocumentKind kind;
  bool allows;
};

std::vector<Reduced> reduce(const std::vector<Guard>& guards, const access::Request& request) {
  std::vector<Reduced> reduced;
  for (const Guard& guard : guards) {
    const auto kind = guard.allows ? access::DocumentKind::PermissionBoundary : access::DocumentKind::Scp;
    Reduced one{{guard.document->version, "", {}}, kind, guard.allows};
    for (const access::Statement& statement : guard.document->statements) {
      auto kept = relevant(statement, request, kind, one.document.version);
      if (kept) one.document.statements.push_back(std::move(*kept));
    }
    reduced.push_back(std::move(one));
  }
  return reduced;
}

bool denied(const std::vector<Reduced>& guards, const access::Request& request) {
  return std::any_of(guards.begin(), guards.end(), [&](const Reduced& guard) {
    const auto decision = access::evaluate(guard.document, request, guard.kind).decision;
    return decision == access::Decision::ExplicitDeny || (guard.allows && decision == access::Decision::ImplicitDeny);
  });
}

std::string sample_of(std::string_view pattern) {
  std::string sample;
  for (const char c : pattern) sample += c == '*' ? std::string("sample") : std::string(1, c == '?' ? 'x' : c);
  return sample;
}

std::vector<std::string> near_numbers(const std::string& value) {
  if (value.size() > 15 || value.empty() || value.find_first_not_of("0123456789") != std::string::npos) return {value};
  const int64_t number = std::stoll(value);
  return {value, std::to_string(number - 1), std::to_string(number + 1)};
}

std::vector<std::string> near(const std::string& value, catalog::KeyType type) {
  switch (type) {
    case catalog::KeyType::Bool: return {"true", "false"};
    case catalog::KeyType::Ip: return {value.substr(0, value.find('/')), "203.0.113.77"};
    case catalog::KeyType::Numeric: return near_numbers(value);
    case catalog::KeyType::Date: {
      const auto time = access::parse_time(value);
      return time ? near_numbers(std::to_string(*time)) : std::vector{value};
    }
    case catalog::KeyType::Arn: return {sample_of(value), "arn:aws:iam::111122223333:role/something-else"};
    case catalog::KeyType::String:
    case catalog::KeyType::Binary: break;
  }
  return {sample_of(value), std::string(kOther)};
}

// The type that the operator reads, of a key that the catalogue does not know.
catalog::KeyType type_of(const access::Condition& condition, const std::optional<catalog::ConditionKey>& known) {
  if (known) return known->type;
  const auto says = [&](std::string_view word) { return condition.op.find(word) != std::string::npos; };
  if (says("Arn")) return catalog::KeyType::Arn;
  if (says("Bool")) return catalog::KeyType::Bool;
  if (says("Numeric")) return catalog::KeyType::Numeric;
  if (says("Date")) return catalog::KeyType::Date;
  return says("IpAddress") ? catalog::KeyType::Ip : catalog::KeyType::String;
}

class Chooser {
 public:
  Chooser(const Attempt& attempt, const catalog::Catalog& catalog)
      : attempt_(attempt), catalog_(catalog), action_(catalog.action(attempt.base.action)) {}

  void add(const access::Condition& condition);
  Choices take();

 private:
  bool never_there(const std::string& key, const std::optional<catalog::ConditionKey>& known) const {
    return known && !known->global && action_ && catalog_.carries(*action_, key) == catalog::Carried::No;
  }
  bool always_there(const std::string& key, const std::optional<catalog::ConditionKey>& known) const;
  std::vector<Values> values_of(const std::string& key, const std::set<std::string>& singles) const;

  const Attempt& attempt_;
  const catalog::Catalog& catalog_;
  std::optional<catalog::Action> action_;
  std::map<std::string, std::set<std::string>> singles_;
};

void Chooser::add(const access::Condition& condition) {
  const std::string key = to_lower(condition.key);
  const auto known = catalog_.condition_key(key);
  if (is_identity(key) || never_there(key, known)) return;
  const auto type = type_of(condition, known);
  auto& singles = singles_[key];
  const bool asks_presence = condition.op == "Null";
  for (const std::string& value : condition.values) {
    for (std::string& one : near(asks_presence ? std::string(kOther) : value, type)) singles.insert(std::move(one));
  }
}

bool Chooser::always_there(const std::string& key, const std::optional<catalog::ConditionKey>& known) const {
  constexpr std::string_view kRequestTag = "aws:requesttag/";
  if (known && known->always) return true;
  if (!key.starts_with(kRequestTag)) return false;
  return std::any_of(attempt_.tag_keys.begin(), attempt_.tag_keys.end(),
                     [&](const std::string& tag) { return equals_ignore_case(tag, key.substr(kRequestTag.size())); });
}

std::vector<Values> Chooser::values_of(const std::string& key, const std::set<std::string>& singles) const {
  const auto known = catalog_.condition_key(key);
  const auto least = key == kTagKeys ? attempt_.tag_keys : std::vector<std::string>{};
  std::vector<Values> values;
  if (!least.empty()) {
    values.push_back(least);
  } else if (!always_there(key, known)) {
    values.push_back(std::nullopt);
  }
  for (const std::string& single : singles) {
    values.push_back(least);
    values.back()->push_back(single);
  }
  if (known && known->multivalued) {
    values.push_back(least);
    values.back()->insert(values.back()->end(), singles.begin(), singles.end());
  }
  return values;
}

Choices Chooser::take() {
  Choices choices;
  for (const auto& [key, singles] : singles_) choices[key] = values_of(key, singles);
  return choices;
}

Choices choices_for(const Attempt& attempt, const std::vector<Reduced>& guards, const catalog::Catalog& catalog) {
  Chooser chooser(attempt, catalog);
  for (const Reduced& guard : guards) {
    for (const access::Statement& statement : guard.document.statements) {
      for (const access::Condition& condition : statement.conditions) chooser.add(condition);
    }
  }
  return chooser.take();
}

bool is_small(const Choices& choices) {
  size_t count = 1;
  for (const auto& [key, values] : choices) {
    count *= values.size();
    if (count > kMaxCombinations) return false;
  }
  return true;
}

// The combination with this number, one digit a key.
access::Request combination(const Attempt& attempt, const Choices& choices, size_t number,
                            const catalog::Catalog& catalog) {
  access::Request request = attempt.base;
  for (const auto& [key, values] : choices) {
    const Values& chosen = values[number % values.size()];
    number /= values.size();
    if (!chosen) continue;
    request.context[key] = *chosen;
    const auto known = catalog.condition_key(key);
    if (known && known->multivalued) request.multivalued.insert(key);
  }
  return request;
}

bool denies_every_combination(const Attempt& attempt, const std::vector<Reduced>& guards,
                              const catalog::Catalog& catalog) {
  const Choices choices = choices_for(attempt, guards, catalog);
  if (!is_small(choices)) return false;
  size_t count = 1;
  for (const auto& [key, values] : choices) count *= values.size();
  for (size_t i = 0; i < count; ++i) {
    if (!denied(guards, combination(attempt, choices, i, catalog))) return false;
  }
  return true;
}

// Statements that ask for nothing but who calls: with them alone there is nothing to choose.
std::vector<Reduced> by_identity(std::vector<Reduced> guards) {
  for (Reduced& guard : guards) {
    std::erase_if(guard.document.statements, [](const access::Statement& statement) {
      return statement.effect == access::Effect::Deny &&
             !std::all_of(statement.conditions.begin(), statement.conditions.end(),
                          [](const access::Condition& c) { return is_identity(to_lower(c.key)); });
    });
  }
  std::erase_if(guards, [](const Reduced& guard) { return guard.allows; });
  return guards;
}

// Whether one statement denies it by itself, so that the keys of the others need not be combined with its own.
bool one_denies(const Attempt& attempt, const std::vector<Reduced>& guards, const catalog::Catalog& catalog) {
  for (const Reduced& guard : guards) {
    for (const access::Statement& statement : guard.document.statements) {
      if (statement.effect != access::Effect::Deny) continue;
      const Reduced alone{{guard.document.version, "", {statement}}, guard.kind, false};
      if (denies_every_combination(attempt, {alone}, catalog)) return true;
    }
  }
  return false;
}

}  // namespace

bool is_closed(const Attempt& attempt, const std::vector<Guard>& guards, const catalog::Catalog& catalog) {
  const auto reduced = reduce(guards, attempt.base);
  return denied(by_identity(reduced), attempt.base) || one_denies(attempt, reduced, catalog) ||
         denies_every_combination(attempt, reduced, catalog);
}

}  // namespace berm::documents
