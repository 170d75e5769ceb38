#include "verify/pools.h"

#include <fmt/format.h>

#include <algorithm>

#include "access/arn.h"
#include "access/evaluate.h"
#include "access/instant.h"
#include "base/lists.h"
#include "base/text.h"

namespace berm::verify {
namespace {

constexpr std::string_view kFilling = "filling";
constexpr std::string_view kOther = "something-else";

std::optional<int64_t> whole_number(const std::string& text) {
  if (text.empty() || text.size() > 12 || text.find_first_not_of("0123456789-") != std::string::npos)
    return std::nullopt;
  return std::stoll(text);
}

std::string address_text(const access::Cidr& address) {
  if (!address.v6) return fmt::format("{}", fmt::join(address.bytes, address.bytes + 4, "."));
  std::string text;
  for (size_t i = 0; i < 16; i += 2) {
    text += fmt::format("{}{:x}", i == 0 ? "" : ":", address.bytes[i] * 256 + address.bytes[i + 1]);
  }
  return text;
}

// The next address, or with -1 the one before; past the end it begins again.
access::Cidr neighbour(access::Cidr address, int step) {
  for (size_t i = address.v6 ? 16 : 4; i-- > 0;) {
    address.bytes[i] = static_cast<unsigned char>(address.bytes[i] + step);
    if (address.bytes[i] != (step > 0 ? 0x00 : 0xFF)) break;
  }
  return address;
}

// First and last of the range, and their neighbours outside.
std::vector<std::string> addresses_around(const std::string& value) {
  const auto range = access::parse_cidr(value);
  if (!range) return {value.substr(0, value.find('/'))};
  access::Cidr first = *range, last = *range;
  for (size_t bit = range->prefix; bit < (range->v6 ? 128u : 32u); ++bit) {
    const auto mask = static_cast<unsigned char>(0x80 >> (bit % 8));
    first.bytes[bit / 8] = static_cast<unsigned char>(first.bytes[bit / 8] & ~mask);
    last.bytes[bit / 8] = static_cast<unsigned char>(last.bytes[bit / 8] | mask);
  }
  return {address_text(first), address_text(last), address_text(neighbour(first, -1)),
          address_text(neighbour(last, 1))};
}

// As `sample_of`, but beside the first wildcard of the last part: a pattern that lost the letter or `/` before it fits.
std::optional<std::string> near_sample(const std::string& pattern) {
  const size_t wildcard = pattern.find('*', pattern.find_last_of(':') + 1);
  if (wildcard == std::string::npos || wildcard == 0 || pattern[wildcard - 1] == ':') return std::nullopt;
  const bool behind_slash = pattern[wildcard - 1] == '/';
  return sample_of(pattern.substr(0, wildcard - 1)) + (behind_slash ? "q/" : "q") + sample_of(pattern.substr(wildcard));
}

std::vector<std::string> around(const std::string& value, catalog::KeyType type) {
  if (type == catalog::KeyType::Bool) return {"true", "false"};
  if (type == catalog::KeyType::Date) {
    const auto time = access::parse_time(value);
    if (time) return {access::time_text(*time - 1), access::time_text(*time), access::time_text(*time + 1)};
  }
  if (const auto number = whole_number(value)) {
    return {value, std::to_string(*number - 1), std::to_string(*number + 1)};
  }
  if (type == catalog::KeyType::Ip) {
    std::vector<std::string> all = addresses_around(value);
    all.insert(all.end(), {"203.0.113.77", "2001:db8::77"});
    return all;
  }
  const std::string sample = sample_of(value);
  std::vector<std::string> all{sample, value, sample + "x", "x" + sample, to_lower(sample)};
  if (!sample.empty()) all.push_back(sample.substr(0, sample.size() - 1));
  if (const auto near = near_sample(value)) all.push_back(*near);
  return all;
}

bool is_text_type(catalog::KeyType type) { return type == catalog::KeyType::String; }

}  // namespace

std::string sample_of(const std::string& pattern) {
  std::string out;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const size_t end = pattern.compare(i, 2, "${") == 0 ? pattern.find('}', i) : std::string::npos;
    if (end != std::string::npos) {
      const std::string inside = pattern.substr(i + 2, end - i - 2);
      out += inside == "*" || inside == "?" || inside == "$" ? inside : std::string(kFilling);
      i = end;
    } else if (pattern[i] == '*') {
      out += kFilling;
    } else {
      out += pattern[i] == '?' ? 'q' : pattern[i];
    }
  }
  return out;
}

void Pools::add_key(const std::string& key) {
  singles_[key];
  const auto known = catalog_.condition_key(key);
  if (known && known->multivalued) multivalued_.insert(key);
}

void Pools::add_variables(const std::string& text) {
  for (size_t i = text.find("${"); i != std::string::npos; i = text.find("${", i + 2)) {
    const std::string key = to_lower(text.substr(i + 2, text.find('}', i) - i - 2));
    if (key.size() > 1) {
      add_key(key);
      add_once(singles_[key], std::string(kFilling));
    }
  }
}

void Pools::add_value(const std::string& written_key, const std::string& value) {
  const std::string key = to_lower(written_key);
  add_key(key);
  add_variables(value);
  const auto known = catalog_.condition_key(key);
  const auto type = known ? known->type : catalog::KeyType::String;
  for (const std::string& near : around(value, type)) add_once(singles_[key], near);
}

void Pools::add_action_pattern(const std::string& pattern) {
  constexpr size_t kPerPattern = 3;
  size_t taken = 0;
  catalog_.for_each_action(pattern, [&](const catalog::Action& action) {
    if (taken++ < kPerPattern) add_once(actions_, action.full_name());
  });
  if (!has_wildcard(pattern)) add_once(actions_, pattern);
}

void Pools::add_resource_pattern(const std::string& pattern) {
  add_variables(pattern);
  const std::string sample = pattern == "*" ? "arn:aws:s3:::filling" : sample_of(pattern);
  add_once(resources_, sample);
  add_once(resources_, sample + "x");
  if (const auto near = near_sample(pattern)) add_once(resources_, *near);
  const size_t tail = sample.find_last_of("/:");
  if (tail != std::string::npos) add_once(resources_, sample.substr(0, tail + 1) + std::string(kOther));
}

void Pools::add(const access::Document& document) {
  for (const access::Statement& statement : document.statements) {
    for (const std::string& pattern : statement.actions) add_action_pattern(pattern);
    for (const std::string& pattern : statement.resources) add_resource_pattern(pattern);
    for (const access::PrincipalEntry& entry : statement.principals) {
      for (const auto& [key, value] : keys_of(entry)) add_value(key, value);
    }
    for (const access::Condition& condition : statement.conditions) {
      const std::string key = to_lower(condition.key);
      add_key(key);
      // A set operator on a key of one value is a way to test it twice; only of an unknown key it tells something.
      if (condition.op.starts_with("For") && !catalog_.condition_key(key)) multivalued_.insert(key);
      if (condition.op == "Null") continue;
      for (const std::string& value : condition.values) add_value(key, value);
    }
  }
}

std::vector<std::pair<std::string, std::string>> keys_of(const access::PrincipalEntry& entry) {
  std::vector<std::pair<std::string, std::string>> keys;
  for (const std::string& value : entry.values) {
    if (entry.type == "Federated") keys.emplace_back("aws:federatedprovider", value);
    if (entry.type == "Service") keys.emplace_back("aws:principalservicename", value);
    if (entry.type != "AWS" || value == "*") continue;
    const auto parts = access::arn_parts(value);
    const bool is_arn = parts.size() == 6;
    if (is_arn && parts[5] != "root") keys.emplace_back("aws:principalarn", value);
    keys.emplace_back("aws:principalaccount", is_arn ? parts[4] : value);
  }
  return keys;
}

void Pools::add_actions(const ir::ActionSet& actions) {
  for (const ir::ActionItem& item : actions.items) add_action_pattern(item.pattern);
}

void Pools::add(const ir::Rule& rule) {
  for (const ir::CallClause& clause : rule.calls) {
    add_actions(clause.actions);
    add_condition(clause.condition);
  }
  for (const ir::AllowClause& clause : rule.allows) {
    add_actions(clause.actions);
    add_condition(clause.condition);
  }
  add_condition(rule.capped);
}

void Pools::add_condition(const ir::Expr* condition) {
  if (condition == nullptr) return;
  if (condition->op == ir::Op::RequestKey && condition->key != "resource.arn") {
    add_key(condition->key);
    if (condition->multivalued) multivalued_.insert(condition->key);
  }
  add_comparison(*condition);
  for (const ir::Expr* child : condition->children) add_condition(child);
}

void collect(const ir::Expr& expr, std::vector<std::string>& keys, std::vector<std::string>& texts) {
  if (expr.op == ir::Op::RequestKey) keys.push_back(expr.key);
  if (const auto* text = std::get_if<std::string>(&expr.value.data)) texts.push_back(*text);
  if (const auto* number = std::get_if<int64_t>(&expr.value.data)) texts.push_back(std::to_string(*number));
  if (const auto* list = std::get_if<ir::ValueList>(&expr.value.data)) {
    for (const ir::Value& item : *list) {
      if (const auto* text = std::get_if<std::string>(&item.data)) texts.push_back(*text);
    }
  }
  for (const ir::Expr* child : expr.children) collect(*child, keys, texts);
}

// Whatever keys and constants stand in one comparison or quantifier belong together.
void Pools::add_comparison(const ir::Expr& expr) {
  if (expr.op == ir::Op::And || expr.op == ir::Op::Or || expr.op == ir::Op::Not) return;
  std::vector<std::string> keys, texts;
  collect(expr, keys, texts);
  for (const std::string& key : keys) {
    for (const std::string& text : texts) {
      if (key == "resource.arn") {
        add_resource_pattern(text);
      } else {
        add_value(key, text);
      }
    }
  }
}

std::vector<std::string> Pools::resources_of(const std::string& action) const {
  std::vector<std::string> resources;
  const auto known = catalog_.action(action);
  if (!known || known->resources.empty()) return {"*"};
  for (const std::string& arn : resources_) {
    if (catalog_.resource_type_of(*known, arn)) resources.push_back(arn);
  }
  for (const catalog::ActionResource& leg : known->resources) {
    resources.push_back(sample_of(catalog::arn_pattern(leg.type.arn, "aws")));
  }
  return resources;
}

void Pools::set(access::Request& request, const std::string& key, const KeyValues& values) const {
  if (!values) {
    request.context.erase(key);
    return;
  }
  request.context[key] = *values;
  if (is_multivalued(key)) request.multivalued.insert(key);
}

void Pools::finish() {
  if (resources_.empty()) add_resource_pattern("*");
  add_once(actions_, std::string("sqs:PurgeQueue"));
  for (auto& [key, singles] : singles_) {
    const auto known = catalog_.condition_key(key);
    if (!known || is_text_type(known->type)) add_once(singles, std::string(kOther));
    if (known && known->type == catalog::KeyType::Bool) add_once(singles, std::string("true"));
    if (known && known->type == catalog::KeyType::Arn) {
      add_once(singles, std::string("arn:aws:iam::999988887777:role/something-else"));
      std::erase_if(singles, [](const std::string& s) {
        return !s.starts_with("arn:") || std::count(s.begin(), s.end(), ':') < 5;
      });
    }
    auto& values = values_[key];
    for (const std::string& single : singles) values.push_back(KeyValues({single}));
    values.push_back(std::nullopt);
    if (!is_multivalued(key)) continue;
    values.push_back(KeyValues(std::vector<std::string>{}));
    for (const std::string& single : singles) values.push_back(KeyValues({single, std::string(kOther)}));
    values.push_back(KeyValues(singles));
  }
}

}  // namespace berm::verify
