#include "tests/agreement/three_party/readings.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"

namespace berm::agreement {
namespace {

// A call as the simulator sees it, with the document as it reads it.
struct Read {
  access::Document document;
  access::Request request;
};

// A variable of `text` that has neither a value in the request nor a default.
bool has_variable_without_value(const std::string& text, const access::Request& request) {
  for (size_t i = text.find("${"); i != std::string::npos; i = text.find("${", i + 2)) {
    const std::string inside = to_lower(text.substr(i + 2, text.find('}', i) - i - 2));
    if (inside.size() > 1 && inside.find(',') == std::string::npos && request.find(inside) == nullptr) return true;
  }
  return false;
}

// It takes a negated comparison with a variable that has no value for false; AWS for true (null is unequal).
bool fails_without_value(const access::Condition& condition, const access::Request& request) {
  return condition.op.find("Not") != std::string::npos && request.find(to_lower(condition.key)) != nullptr &&
         std::any_of(condition.values.begin(), condition.values.end(),
                     [&](const std::string& value) { return has_variable_without_value(value, request); });
}

void variables_without_value_fail(Read& read) {
  std::erase_if(read.document.statements, [&](const access::Statement& statement) {
    return std::any_of(statement.conditions.begin(), statement.conditions.end(),
                       [&](const auto& condition) { return fails_without_value(condition, read.request); });
  });
}

// `arn:aws:wafv2:*:*:*/webacl/*/*`: it takes wildcards before the first `/` or `:` of the resource literally.
bool has_wildcard_in_first_part(const std::string& arn) {
  size_t at = 0;
  for (int colons = 0; colons < 5; ++colons) {
    at = arn.find(':', at);
    if (at == std::string::npos) return false;
    ++at;
  }
  const std::string resource = arn.substr(at);
  const size_t end = resource.find_first_of("/:");
  return end != std::string::npos && has_wildcard(resource.substr(0, end));
}

void first_parts_are_literal(Read& read) {
  for (access::Statement& statement : read.document.statements)
    std::erase_if(statement.resources, has_wildcard_in_first_part);
  std::erase_if(read.document.statements, [](const auto& s) { return s.resources.empty() && !s.not_resource; });
}

// It takes a key with an empty list for one that is there.
void empty_lists_are_there(Read& read) {
  const auto is_empty = [&](const access::Condition& test) {
    const auto found = read.request.context.find(to_lower(test.key));
    return found != read.request.context.end() && found->second.empty();
  };
  for (access::Statement& statement : read.document.statements) {
    for (access::Condition& test : statement.conditions) {
      if (test.op == "Null" && is_empty(test)) test.values = {test.values.front() == "true" ? "false" : "true"};
    }
  }
}

// It leaves `${$}` as it stands, except under operators with wildcards; AWS has it wherever there may be variables.
void dollars_stay(Read& read) {
  static constexpr std::string_view kDollar = "${$}";
  for (access::Statement& statement : read.document.statements) {
    for (access::Condition& test : statement.conditions) {
      if (test.op.find("Like") != std::string::npos) continue;
      for (std::string& value : test.values) {
        for (size_t i = value.find(kDollar); i != std::string::npos; i = value.find(kDollar, i + 7))
          value.insert(i + kDollar.size(), "{$}");
      }
    }
  }
}

struct Reading {
  std::string_view name;
  void (*apply)(Read&);
};
constexpr std::array kReadings = {Reading{"variable without a value", variables_without_value_fail},
                                  Reading{"wildcard in the first part of a resource", first_parts_are_literal},
                                  Reading{"empty list", empty_lists_are_there},
                                  Reading{"escaped dollar", dollars_stay}};

}  // namespace

std::optional<std::string_view> reading_behind(const Trial& trial, const access::Request& request, bool denied) {
  const auto explains = [&](const Read& read) {
    return denied_by_document(trial, access::evaluate(read.document, read.request, trial.kind)) == denied;
  };
  Read all{trial.document(), request};
  for (const Reading& reading : kReadings) {
    Read alone{trial.document(), request};
    reading.apply(alone);
    if (explains(alone)) return reading.name;
    reading.apply(all);
  }
  if (explains(all)) return "several of these";
  return std::nullopt;
}

}  // namespace berm::agreement
