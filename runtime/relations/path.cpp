#include "runtime/relations/path.h"

#include <algorithm>
#include <charconv>

namespace berm::relations {
namespace {

using facts::Value;
using facts::ValueKind;

// Where the index that begins at `open` ends: behind its `]`.
size_t end_of_index(std::string_view text, size_t open) {
  bool quoted = false;
  for (size_t i = open + 1; i < text.size(); ++i) {
    if (quoted && text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      quoted = !quoted;
    else if (!quoted && text[i] == ']')
      return i + 1;
  }
  return text.size();
}

std::string_view unquoted(std::string_view text) {
  bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

const Value& element(const Value& list, std::string_view index) {
  size_t number = 0;
  auto [end, error] = std::from_chars(index.data(), index.data() + index.size(), number);
  bool good = error == std::errc() && end == index.data() + index.size();
  return good && number < list.size ? list.list()[number] : facts::kNull;
}

}  // namespace

Steps read_steps(std::string_view text) {
  Steps steps;
  for (size_t i = 0; i < text.size();) {
    if (text[i] == '[') {
      size_t end = end_of_index(text, i);
      bool closed = text[end - 1] == ']' && end > i + 1;
      steps.push_back({text.substr(i + 1, end - i - (closed ? 2 : 1)), true});
      i = end;
    } else if (text[i] == '.') {
      ++i;
    } else {
      size_t end = std::min(text.find_first_of(".[", i), text.size());
      steps.push_back({text.substr(i, end - i), false});
      i = end;
    }
  }
  return steps;
}

const Steps& Paths::keep(Path path) {
  uint64_t hash = path.size();
  for (const Step& step : path) hash = combined(hash, hash_of(step.text) + step.index);
  auto same_step = [](const Step& a, const Step& b) { return a.index == b.index && a.text == b.text; };
  uint32_t found = index_.find(hash, [&](uint32_t at) { return std::ranges::equal(all_[at].steps, path, same_step); });
  if (found != HashIndex::kNone) return all_[found].steps;
  index_.add(hash, static_cast<uint32_t>(all_.size()));
  Kept& kept = all_.emplace_back();
  for (const Step& step : path) kept.text += step.text;
  size_t begin = 0;
  for (const Step& step : path) {
    kept.steps.push_back({std::string_view(kept.text).substr(begin, step.text.size()), step.index});
    begin += step.text.size();
  }
  return kept.steps;
}

const Value& walk(const Value& value, Path path) {
  const Value* at = &value;
  for (const Step& step : path) {
    if (at->is_unknown()) return facts::kUnknown;
    at =
        at->kind == ValueKind::List ? &element(*at, step.text) : at->find(step.index ? unquoted(step.text) : step.text);
  }
  return *at;
}

Instance split_instance(std::string_view address) {
  if (!address.ends_with(']')) return {address, {}};
  size_t last = 0;
  for (size_t i = 0; i < address.size();) {
    if (address[i] != '[') {
      ++i;
      continue;
    }
    last = i;
    i = end_of_index(address, i);
  }
  return {address.substr(0, last), address.substr(last)};
}

ModuleInstance split_module(std::string_view address) {
  size_t last = 0;
  for (size_t i = 0; i < address.size();) {
    if (address[i] == '[') {
      i = end_of_index(address, i);
      continue;
    }
    bool begins = address.substr(i).starts_with("module.") && (i == 0 || address[i - 1] == '.');
    // The name of a module can itself be `module`.
    if (begins) last = i;
    i += begins ? 7 : 1;
    if (begins) i = std::min(address.find_first_of(".[", i), address.size());
  }
  auto [base, key] = split_instance(address);
  size_t name = last + std::string_view("module.").size();
  if (base.size() < name) return {};
  return {address.substr(0, last == 0 ? 0 : last - 1), base.substr(name), key};
}

std::string_view key_text(std::string_view key) {
  return key.size() < 2 ? key : unquoted(key.substr(1, key.size() - 2));
}

}  // namespace berm::relations
