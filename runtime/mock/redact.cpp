#include "runtime/mock/redact.h"

#include <fmt/format.h>

#include <algorithm>

namespace berm::mock {
namespace {

using facts::Value;
using facts::ValueKind;

// Shorter ones would hide half of every plan; where they are marked themselves, they are hidden all the same.
constexpr size_t kShortestSecret = 6;
constexpr size_t kAccountLength = 12;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::vector<std::string_view> account_ids(std::string_view text) {
  std::vector<std::string_view> found;
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    while (end < text.size() && is_word(text[end])) ++end;
    std::string_view word = text.substr(i, end - i);
    if (word.size() == kAccountLength && std::ranges::all_of(word, is_digit)) found.push_back(word);
    i = std::max(end, i + 1);
  }
  return found;
}

Redactor::Redactor(const facts::Plan& plan, const Options& options) : options_(options) {
  for (const auto* changes : {&plan.changes, &plan.drift, &plan.deferred, &plan.entities}) {
    for (const facts::ResourceChange& change : *changes) {
      learn(change.before, false);
      learn(change.after, false);
    }
  }
  for (const facts::StateResource& resource : plan.prior_state) learn(resource.values, false);
}

// Nesting is bounded by the reader of plans.
void Redactor::learn(const Value& value, bool sensitive) {
  sensitive |= value.sensitive;
  if (value.kind == ValueKind::String && sensitive && value.size >= kShortestSecret) secrets_.emplace(value.string());
  if (value.kind == ValueKind::List) {
    for (const Value& element : value.list()) learn(element, sensitive);
  }
  if (value.kind == ValueKind::Object) {
    for (const facts::Member& member : value.object()) learn(member.value, sensitive);
  }
}

// The secrets that begin as the text goes on at a place stand together in the set.
bool Redactor::has_secret(std::string_view text) const {
  for (size_t at = 0; at + kShortestSecret <= text.size(); ++at) {
    std::string_view rest = text.substr(at), start = rest.substr(0, kShortestSecret);
    auto secret = secrets_.lower_bound(start);
    for (; secret != secrets_.end() && secret->starts_with(start); ++secret) {
      if (rest.starts_with(*secret)) return true;
    }
  }
  return false;
}

std::string Redactor::text(std::string_view text) { return has_secret(text) ? "REDACTED" : without_accounts(text); }

// The same length, so that a text keeps its shape.
std::string Redactor::without_accounts(std::string_view text) {
  std::string out(text);
  if (options_.keep_accounts) return out;
  for (std::string_view account : account_ids(text)) {
    if (options_.named_accounts.contains(std::string(account))) continue;
    auto [made, is_new] = accounts_.try_emplace(std::string(account));
    if (is_new) made->second = fmt::format("1{:011}", accounts_.size());
    out.replace(static_cast<size_t>(account.data() - text.data()), kAccountLength, made->second);
  }
  return out;
}

}  // namespace berm::mock
