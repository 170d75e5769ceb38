// Who is meant: conditions on the caller as `by` and `except`.
#include <fmt/format.h>

#include <algorithm>

#include "access/operators.h"
#include "base/text.h"
#include "compiler/import/writer.h"

namespace berm::importer {
namespace {

bool is_name(std::string_view text) {
  return !text.empty() && text.front() != '/' && std::ranges::all_of(text, [](unsigned char c) {
    return c < 0x80 &&
           (std::isalnum(c) || std::string_view("+=,.@_-*?/").find(static_cast<char>(c)) != std::string_view::npos);
  });
}

std::string arn_term(std::string_view arn) {
  constexpr std::string_view kAnyAccount = "arn:aws:iam::*:";
  if (!arn.starts_with(kAnyAccount)) return {};
  std::string_view rest = arn.substr(kAnyAccount.size());
  if (rest == "root") return "root";
  for (std::string_view kind : {"role", "user"}) {
    if (!rest.starts_with(std::string(kind) + "/") || !is_name(rest.substr(kind.size() + 1))) continue;
    return fmt::format("{} \"{}\"", kind, rest.substr(kind.size() + 1));
  }
  return {};
}

bool is_organisation(std::string_view text) {
  return text.starts_with("o-") && text.size() >= 12 && text.size() <= 34 &&
         std::ranges::all_of(text.substr(2), [](unsigned char c) { return std::islower(c) || std::isdigit(c); });
}

// The principal that the value stands for; empty where there is no word for it.
std::string term(std::string_view key, std::string_view value, access::Comparison comparison) {
  bool text = comparison == access::Comparison::Text;
  bool pattern = comparison == access::Comparison::Glob || comparison == access::Comparison::Arn;
  if (key == "aws:principalarn" && pattern) return arn_term(value);
  if (key == "aws:principalaccount" && (text || pattern) && is_account_id(value)) {
    return fmt::format("account \"{}\"", value);
  }
  if (key == "aws:principalorgid" && (text || pattern) && is_organisation(value))
    return fmt::format("org \"{}\"", value);
  return {};
}

}  // namespace

// What is excepted may be named one by one; whom a rule is for must be said as a whole, and once.
bool add_principals(const access::Condition& condition, Clauses& out, std::vector<std::string>& left) {
  auto op = access::parse_operator(condition.op);
  if (!op || op->set != access::SetOperator::None || (op->if_exists && !op->negated)) return false;
  std::string key = to_lower(condition.key);
  std::vector<std::string> terms;
  for (const std::string& value : condition.values) {
    std::string word = term(key, value, op->comparison);
    if (word.empty()) {
      left.push_back(value);
    } else {
      terms.push_back(std::move(word));
    }
  }
  bool usable = !terms.empty() && (op->negated || (left.empty() && out.by.empty()));
  if (!usable) {
    left = condition.values;
    return false;
  }
  auto& list = op->negated ? out.except : out.by;
  list.insert(list.end(), terms.begin(), terms.end());
  return true;
}

}  // namespace berm::importer
