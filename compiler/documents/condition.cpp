#include "compiler/documents/condition.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace berm::documents {
namespace {

using access::Condition;

// One way to write a test. Some of IAM's operators mean the same, which lets two tests share a key.
struct Spelling {
  std::string op;
  bool wildcards = false;
};

std::string set_prefix(Test::Elements elements) {
  if (elements == Test::Elements::Any) return "ForAnyValue:";
  return elements == Test::Elements::All ? "ForAllValues:" : "";
}

// What the operator itself answers where the key is missing.
bool natural_on_missing(const Test& test) {
  if (test.elements != Test::Elements::Single) return test.elements == Test::Elements::All;
  return test.negated && takes_lists(test.match);
}

bool reads_wildcards(Match match) { return match == Match::Glob || match == Match::Arn; }

std::vector<Spelling> spellings(const Test& test) {
  const std::string suffix = test.on_missing && !natural_on_missing(test) ? "IfExists" : "";
  const std::string prefix = set_prefix(test.elements);
  std::vector<Spelling> result;
  const auto add = [&](Match match) {
    result.push_back({prefix + std::string(operator_name(match, test.negated)) + suffix, reads_wildcards(match)});
  };
  add(test.match);
  if (test.match == Match::Text) add(Match::Glob);
  if (test.match == Match::Arn)
    result.push_back({prefix + (test.negated ? "ArnNotEquals" : "ArnEquals") + suffix, true});
  if (test.elements != Test::Elements::Single) return result;
  // A single value is a set of one.
  const std::string as_set = test.on_missing ? "ForAllValues:" : "ForAnyValue:";
  const bool same = natural_on_missing(test) == test.on_missing || test.on_missing;
  for (size_t i = 0, n = result.size(); same && i < n; ++i) {
    std::string op = result[i].op;
    if (op.ends_with("IfExists")) op.resize(op.size() - 8);
    result.push_back({as_set + op, result[i].wildcards});
  }
  return result;
}

bool taken(const std::vector<Condition>& conditions, const std::string& op, const std::string& key) {
  return std::any_of(conditions.begin(), conditions.end(),
                     [&](const Condition& c) { return c.op == op && equals_ignore_case(c.key, key); });
}

std::vector<std::string> render_values(const Test& test, bool wildcards, const catalog::Catalog& catalog) {
  std::vector<std::string> values;
  for (const Text& text : test.values) values.push_back(render_text(text, wildcards, catalog));
  if (test.match == Match::Bool && test.negated) {
    for (std::string& value : values) value = value == "true" ? "false" : "true";
  }
  return values;
}

void add_null(std::vector<Condition>& conditions, const std::string& key, bool missing) {
  Condition condition{"Null", key, {missing ? "true" : "false"}};
  if (std::find(conditions.begin(), conditions.end(), condition) == conditions.end()) {
    conditions.push_back(std::move(condition));
  }
}

// The reason why not, or nothing.
std::string add_test(std::vector<Condition>& conditions, const Test& test, const catalog::Catalog& catalog) {
  const std::string key = key_spelling(test.key, catalog);
  if (test.match == Match::Null) {
    add_null(conditions, key, test.on_missing);
    return "";
  }
  for (const Spelling& spelling : spellings(test)) {
    if (taken(conditions, spelling.op, key)) continue;
    conditions.push_back({spelling.op, key, render_values(test, spelling.wildcards, catalog)});
    if (!test.on_missing && natural_on_missing(test)) add_null(conditions, key, false);
    return "";
  }
  return fmt::format("`{}` is tested more often than one statement can", key);
}

void escape_literal(std::string& out, std::string_view text, bool wildcards) {
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool variable = c == '$' && i + 1 < text.size() && text[i + 1] == '{';
    if (variable || (wildcards && (c == '*' || c == '?'))) {
      out += fmt::format("${{{}}}", c);
    } else {
      out += c;
    }
  }
}

// Wildcards stay, but `${` must not begin a variable.
void escape_glob(std::string& out, std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const bool variable = text[i] == '$' && i + 1 < text.size() && text[i + 1] == '{';
    out += variable ? "${$}" : std::string(1, text[i]);
  }
}

}  // namespace

std::string key_spelling(std::string_view lower_key, const catalog::Catalog& catalog) {
  const auto key = catalog.condition_key(lower_key);
  if (!key) return std::string(lower_key);
  const size_t placeholder = key->name.find("${");
  if (placeholder == std::string_view::npos) return std::string(key->name);
  const std::string_view fixed = key->name.substr(0, placeholder);
  return std::string(fixed) + std::string(lower_key.substr(std::min(fixed.size(), lower_key.size())));
}

std::string render_text(const Text& text, bool wildcards, const catalog::Catalog& catalog) {
  std::string out;
  for (const Part& part : text) {
    switch (part.kind) {
      case Part::Kind::Literal: escape_literal(out, part.text, wildcards); break;
      case Part::Kind::Glob: escape_glob(out, part.text); break;
      case Part::Kind::Key: out += "${" + key_spelling(part.text, catalog) + "}"; break;
    }
  }
  return out;
}

bool fits_in_policy(std::string_view utf8) {
  for (size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (byte < 0x20 || byte > 0xC3) return false;
    if (byte >= 0x80) ++i;  // U+0080 to U+00FF: C2 or C3, and one byte more
  }
  return true;
}

std::variant<std::vector<Condition>, std::string> render_conditions(const std::vector<Test>& tests,
                                                                    const catalog::Catalog& catalog) {
  std::vector<Condition> conditions;
  for (const Test& test : tests) {
    std::string reason = add_test(conditions, test, catalog);
    if (!reason.empty()) return reason;
  }
  for (const Condition& condition : conditions) {
    for (const std::string& value : condition.values) {
      if (!fits_in_policy(value)) return fmt::format("a policy cannot hold the characters of `{}`", value);
    }
  }
  std::sort(conditions.begin(), conditions.end(),
            [](const Condition& a, const Condition& b) { return std::tie(a.op, a.key) < std::tie(b.op, b.key); });
  return conditions;
}

}  // namespace berm::documents
