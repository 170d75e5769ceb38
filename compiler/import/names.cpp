// Names and comments out of Sids.
#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.h"
#include "compiler/import/writer.h"

namespace berm::importer {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "DenyS3Deletes", "deny-s3 deletes" → "Deny", "S3", "Deletes"
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (!is_upper(c) && !is_lower(c) && !is_digit(c)) {
      if (!words.empty() && !words.back().empty()) words.emplace_back();
      continue;
    }
    bool after_small = i > 0 && is_lower(text[i - 1]);
    bool before_small = i + 1 < text.size() && is_lower(text[i + 1]);
    bool acronym_ends = i > 0 && (is_upper(text[i - 1]) || is_digit(text[i - 1])) && before_small;
    bool begins = is_upper(c) && (after_small || acronym_ends);
    if (words.empty() || (begins && !words.back().empty())) words.emplace_back();
    words.back() += c;
  }
  std::erase_if(words, [](const std::string& word) { return word.empty(); });
  return words;
}

bool is_plain_word(std::string_view word) {
  return std::ranges::all_of(word.substr(1), [](char c) { return is_lower(c); });
}

// Words of the language that no declaration may be called.
constexpr std::array<std::string_view, 54> kReserved = {
    "package", "import", "param",  "let",     "principal", "actions",  "hazard",  "team",    "declare",
    "rule",    "test",   "forbid", "require", "cap",       "includes", "calls",   "plan",    "say",
    "assume",  "by",     "where",  "except",  "if",        "unknown",  "accept",  "with",    "unchecked",
    "plus",    "minus",  "within", "unset",   "wider",     "creates",  "updates", "deletes", "replaces",
    "forgets", "drifts", "of",     "has",     "grants",    "on",       "at",      "from",    "for",
    "confine", "trust",  "grant",  "in",      "not",       "and",      "or",      "all",     "any"};

}  // namespace

std::string snake_case(std::string_view text) {
  std::string out = to_lower(join(words_of(text), "_"));
  if (out.empty()) return "statement";
  bool reserved = std::ranges::find(kReserved, out) != kReserved.end();
  return reserved || is_digit(out.front()) ? "policy_" + out : out;
}

std::string sentence(std::string_view sid) {
  std::string out;
  for (std::string word : words_of(sid)) {
    if (!out.empty() && is_plain_word(word)) word = to_lower(word);
    out += (out.empty() ? "" : " ") + word;
  }
  if (!out.empty()) out.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(out.front())));
  return out.empty() ? out : out + ".";
}

}  // namespace berm::importer
