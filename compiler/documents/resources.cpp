#include "compiler/documents/resources.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/glob.h"
#include "base/text.h"
#include "compiler/documents/condition.h"

namespace berm::documents {
namespace {

using Patterns = std::vector<std::string>;
using Lowered = std::variant<ResourceElement, std::string>;

// A rendered pattern with its variables and escapes as wildcards: nothing that it matches is lost.
std::string widened(const std::string& pattern) {
  std::string out;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const size_t end = pattern.compare(i, 2, "${") == 0 ? pattern.find('}', i) : std::string::npos;
    if (end == std::string::npos) {
      out += pattern[i];
      continue;
    }
    out += '*';
    i = end;
  }
  return out;
}

bool covers_surely(const std::string& wide, const std::string& narrow) {
  return wide == narrow || (widened(wide) == wide && arn_covers(wide, widened(narrow)));
}

bool may_overlap(const std::string& a, const std::string& b) { return arns_overlap(widened(a), widened(b)); }

// None: two patterns cross, and no pattern says what lies in both.
std::optional<Patterns> intersect(const Patterns& left, const Patterns& right) {
  Patterns result;
  for (const std::string& a : left) {
    for (const std::string& b : right) {
      if (!may_overlap(a, b)) continue;
      if (covers_surely(a, b)) {
        result.push_back(b);
      } else if (covers_surely(b, a)) {
        result.push_back(a);
      } else {
        return std::nullopt;
      }
    }
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

// None: a pattern of `minus` takes a part only.
std::optional<Patterns> subtract(const Patterns& from, const Patterns& minus) {
  Patterns result;
  for (const std::string& pattern : from) {
    bool gone = false;
    for (const std::string& taken : minus) {
      if (covers_surely(taken, pattern)) {
        gone = true;
      } else if (may_overlap(taken, pattern)) {
        return std::nullopt;
      }
    }
    if (!gone) result.push_back(pattern);
  }
  return result;
}

std::string crossing() {
  return "calls inside some ARNs and outside others of them: a statement has Resource or NotResource, never both";
}

// The reason why a pattern cannot stand in a Resource element; empty: it can.
std::string check_pattern(const std::string& pattern) {
  if (!is_whole_arn(pattern)) return fmt::format("`{}` has fewer than the six parts of an ARN", pattern);
  if (!fits_in_policy(pattern)) return fmt::format("a policy cannot hold the characters of `{}`", pattern);
  const size_t service = pattern == "*" ? 0 : pattern.find(':', pattern.find(':') + 1);
  const std::string name =
      pattern == "*" ? "" : pattern.substr(service + 1, pattern.find(':', service + 1) - service - 1);
  if (has_wildcard(name)) return fmt::format("the service in `{}` may not have wildcards", pattern);
  return "";
}

std::variant<Patterns, std::string> patterns_of(const Test& test, const catalog::Catalog& catalog) {
  const bool text = test.match == Match::Arn || test.match == Match::Glob || test.match == Match::Text;
  if (!text) return "IAM compares `resource.arn` by patterns only";
  Patterns patterns;
  for (const Text& value : test.values) {
    patterns.push_back(render_text(value, true, catalog));
    std::string reason = check_pattern(patterns.back());
    if (!reason.empty()) return reason;
  }
  return patterns;
}

bool add_test(ResourceElement& element, bool negated, const Patterns& patterns) {
  if (negated == element.negated) {
    if (negated) {
      element.patterns.insert(element.patterns.end(), patterns.begin(), patterns.end());
      return true;
    }
    auto common = intersect(element.patterns, patterns);
    if (common) element.patterns = std::move(*common);
    return common.has_value();
  }
  auto rest = negated ? subtract(element.patterns, patterns) : subtract(patterns, element.patterns);
  if (!rest) return false;
  element = {false, std::move(*rest)};
  return true;
}

}  // namespace

Lowered lower_resources(const std::vector<Test>& tests, const catalog::Catalog& catalog) {
  ResourceElement element;
  for (const Test& test : tests) {
    auto patterns = patterns_of(test, catalog);
    if (auto* reason = std::get_if<std::string>(&patterns)) return *reason;
    auto& list = std::get<Patterns>(patterns);
    if (test.negated && element.everything()) {
      element = {true, std::move(list)};
    } else if (!add_test(element, test.negated, list)) {
      return crossing();
    }
  }
  return element;
}

Lowered restrict_to(const ResourceElement& element, const Patterns& inside, const Patterns& outside) {
  ResourceElement result = element;
  if (element.negated) {
    // Without `outside` there is only `inside`.
    result.patterns.insert(result.patterns.end(), outside.begin(), outside.end());
    return result;
  }
  auto common = intersect(element.patterns, inside);
  if (!common) return crossing();
  result.patterns = std::move(*common);
  return result;
}

bool touches(const ResourceElement& element, const std::string& pattern) {
  const auto hits = [&](const std::string& own) { return may_overlap(own, pattern); };
  if (!element.negated) return std::any_of(element.patterns.begin(), element.patterns.end(), hits);
  return std::none_of(element.patterns.begin(), element.patterns.end(),
                      [&](const std::string& own) { return covers_surely(own, pattern); });
}

}  // namespace berm::documents
