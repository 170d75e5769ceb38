#include "compiler/documents/sid.h"

namespace berm::documents {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string camel_case(std::string_view name) {
  std::string out;
  bool starts_word = true;
  for (const char c : name) {
    if (!is_letter(c) && !is_digit(c)) {
      starts_word = true;
      continue;
    }
    out += starts_word && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    starts_word = false;
  }
  return out;
}

// 1 → "B", 25 → "Z", 26 → "BA": never empty, and never a digit that would read as part of a rule's number.
std::string letters(unsigned number) {
  std::string out;
  for (; number > 0; number /= 26) out.insert(out.begin(), static_cast<char>('A' + number % 26));
  return out;
}

}  // namespace

std::string SidMaker::make(std::string_view rule_name) {
  const size_t bracket = rule_name.find('[');
  const size_t dot = rule_name.substr(0, bracket).rfind('.');
  if (dot != std::string_view::npos) rule_name.remove_prefix(dot + 1);
  const std::string base = camel_case(rule_name);
  for (unsigned number = 0;; ++number) {
    std::string sid = base + letters(number);
    if (used_.insert(sid).second) return sid;
  }
}

}  // namespace berm::documents
