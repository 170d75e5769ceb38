// Policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, and `${*}`, `${?}`, `${$}`.
#include "access/variables.h"

#include "access/pattern.h"
#include "base/text.h"

namespace berm::access {
namespace {

constexpr std::string_view kVersionWithVariables = "2012-10-17";

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

struct Variable {
  std::string_view key;
  std::optional<std::string_view> fallback;
};

// What stands between the braces. A fallback that is not quoted is part of the key, which then has no value.
Variable parse_variable(std::string_view inside) {
  size_t comma = inside.find(',');
  if (comma == std::string_view::npos) return {trimmed(inside), std::nullopt};
  std::string_view quoted = trimmed(inside.substr(comma + 1));
  bool well_formed = quoted.size() >= 2 && quoted.front() == '\'' && quoted.back() == '\'';
  if (!well_formed) return {inside, std::nullopt};
  return {trimmed(inside.substr(0, comma)), quoted.substr(1, quoted.size() - 2)};
}

// The closing brace of a variable whose text begins at `from`; braces in quotes don't count.
size_t find_end(std::string_view text, size_t from) {
  bool quoted = false;
  for (size_t i = from; i < text.size(); ++i) {
    if (text[i] == '\'') quoted = !quoted;
    if (text[i] == '}' && !quoted) return i;
  }
  return text.find('}', from);
}

bool is_escape(std::string_view inside) { return inside == "*" || inside == "?" || inside == "$"; }

// Only a single-valued key has a value to put in; a missing one has its fallback.
std::optional<std::string_view> value_of(std::string_view inside, const Request& request) {
  if (is_escape(inside)) return inside;
  Variable variable = parse_variable(inside);
  std::string key = to_lower(variable.key);
  const std::vector<std::string>* values = request.find(key);
  if (values == nullptr || values->empty()) return variable.fallback;
  if (request.is_multivalued(key)) return std::nullopt;
  return values->front();
}

void append(Pattern& pattern, const Pattern& more) { pattern.insert(pattern.end(), more.begin(), more.end()); }

}  // namespace

std::optional<Pattern> resolve(std::string_view text, const Request& request, std::string_view version,
                               Wildcards wildcards) {
  Pattern pattern;
  while (version == kVersionWithVariables) {
    size_t begin = text.find("${");
    if (begin == std::string_view::npos) break;
    size_t end = find_end(text, begin + 2);
    if (end == std::string_view::npos) break;
    append(pattern, make_pattern(text.substr(0, begin), wildcards));
    auto value = value_of(text.substr(begin + 2, end - begin - 2), request);
    if (!value) return std::nullopt;
    append_literal(pattern, *value);
    text.remove_prefix(end + 1);
  }
  append(pattern, make_pattern(text, wildcards));
  return pattern;
}

std::string without_variables(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    size_t end = text.substr(at).starts_with("${") ? find_end(text, at + 2) : std::string_view::npos;
    if (end == std::string_view::npos) {
      out += text[at++];
    } else {
      out += '*';
      at = end + 1;
    }
  }
  return out;
}

}  // namespace berm::access
