#include "runtime/waivers/address.h"

#include <algorithm>

#include "base/text.h"

namespace berm::waivers {
namespace {

// The end of the index that begins at `at`, behind its bracket; npos where it is malformed.
size_t end_of_index(std::string_view text, size_t at) {
  size_t next = at + 1;
  if (next < text.size() && text[next] == '"') {
    for (++next; next < text.size() && text[next] != '"'; ++next) next += text[next] == '\\';
    ++next;
  } else {
    size_t begin = next;
    while (next < text.size() && text[next] >= '0' && text[next] <= '9') ++next;
    if (next == begin && next < text.size() && text[next] == '*') ++next;
    if (next == begin) return std::string_view::npos;
  }
  return next < text.size() && text[next] == ']' ? next + 1 : std::string_view::npos;
}

bool is_any_depth(const Step& step) { return step.name == "**"; }

bool matches_step(const Step& pattern, const Step& step, bool any_index) {
  bool index = pattern.index == step.index || (pattern.index == "[*]" && !step.index.empty()) ||
               (any_index && pattern.index.empty());
  return index && glob_match(pattern.name, step.name);
}

}  // namespace

std::optional<std::vector<Step>> steps_of(std::string_view address) {
  std::vector<Step> steps;
  for (size_t at = 0;; ++at) {
    size_t end = std::min(address.find_first_of(".[", at), address.size());
    Step step{std::string(address.substr(at, end - at)), ""};
    if (step.name.empty()) return std::nullopt;
    if (end < address.size() && address[end] == '[') {
      size_t behind = end_of_index(address, end);
      if (behind == std::string_view::npos) return std::nullopt;
      step.index = address.substr(end, behind - end);
      end = behind;
    }
    steps.push_back(std::move(step));
    if (end == address.size()) return steps;
    if (address[end] != '.') return std::nullopt;
    at = end;
  }
}

std::string AddressPattern::problem(std::string_view text) {
  if (text.find_first_of(" \t\r\n") != std::string_view::npos && text.find('"') == std::string_view::npos)
    return "there is white space in it";
  auto steps = steps_of(text);
  if (!steps) return "a step is empty, or an index is not `[\"key\"]`, `[0]` or `[*]`";
  for (const Step& step : *steps) {
    if (step.name.find("**") != std::string::npos && (step.name != "**" || !step.index.empty()))
      return "`**` stands for whole steps, alone between two dots";
  }
  return {};
}

AddressPattern::AddressPattern(std::string_view text) : steps_(steps_of(text).value_or(std::vector<Step>{})) {
  for (const Step& step : steps_) {
    literal_ = literal_ && step.name.find_first_of("*?") == std::string::npos && step.index != "[*]";
  }
}

bool AddressPattern::matches(const std::vector<Step>& address) const { return matches(address, false); }

bool AddressPattern::matches_with_indexes(const std::vector<Step>& address) const { return matches(address, true); }

// As a glob over steps: on a mismatch, the last `**` takes one step more.
bool AddressPattern::matches(const std::vector<Step>& address, bool any_index) const {
  size_t p = 0, a = 0, resume_p = std::string::npos, resume_a = 0;
  while (a < address.size()) {
    if (p < steps_.size() && is_any_depth(steps_[p])) {
      resume_p = ++p;
      resume_a = a;
    } else if (p < steps_.size() && matches_step(steps_[p], address[a], any_index)) {
      ++p, ++a;
    } else if (resume_p != std::string::npos) {
      p = resume_p;
      a = ++resume_a;
    } else {
      return false;
    }
  }
  while (p < steps_.size() && is_any_depth(steps_[p])) ++p;
  return p == steps_.size() && !steps_.empty();
}

}  // namespace berm::waivers
