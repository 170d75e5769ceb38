#include "runtime/relations/places.h"

#include <string>

namespace berm::relations {

using facts::Value;
using facts::ValueKind;

namespace {

bool is_word(std::string_view text) { return !text.empty() && text.find_first_of(".[]\"*") == std::string_view::npos; }

void each_element(const Value& list, Steps& path, const OnFound& found) {
  size_t unknown = 0;
  for (size_t i = 0; i < list.size; ++i) {
    unknown += list.list()[i].is_unknown();
    if (list.list()[i].is_unknown()) continue;
    std::string index = std::to_string(i);
    path.push_back({index, true});
    each_place(list.list()[i], path, found);
    path.pop_back();
  }
  if (unknown > 0) found({path, {}, true, unknown});
}

void each_member(const Value& object, Steps& path, const OnFound& found) {
  for (const facts::Member& member : object.object()) {
    std::string quoted = '"' + std::string(member.key) + '"';
    path.push_back(is_word(member.key) ? Step{member.key} : Step{quoted, true});
    each_place(member.value, path, found);
    path.pop_back();
  }
}

void walk_names(const Value& value, Path names, Steps& path, const OnFound& found) {
  if (names.empty() || value.is_unknown()) {
    each_place(value, path, found);
    if (names.empty()) return;
    // Nothing is known behind it either.
    Steps whole = path;
    whole.insert(whole.end(), names.begin(), names.end());
    return found({whole, {}, true, 0});
  }
  if (value.kind == ValueKind::List) {
    for (size_t i = 0; i < value.size; ++i) {
      std::string index = std::to_string(i);
      path.push_back({index, true});
      walk_names(value.list()[i], names, path, found);
      path.pop_back();
    }
    return;
  }
  path.push_back(names[0]);
  walk_names(*value.find(names[0].text), names.subspan(1), path, found);
  path.pop_back();
}

}  // namespace

void each_place(const Value& value, Steps& path, const OnFound& found) {
  switch (value.kind) {
    case ValueKind::Null:
    case ValueKind::Bool: return;
    case ValueKind::Unknown: return found({path, {}, true, 0});
    case ValueKind::Number:
    case ValueKind::String: return found({path, value.string(), false, 0});
    case ValueKind::List: return each_element(value, path, found);
    case ValueKind::Object: return each_member(value, path, found);
  }
}

void each_place_at(const Value& root, std::string_view names, const OnFound& found) {
  Steps steps = read_steps(names), path;
  std::erase_if(steps, [](const Step& step) { return step.index; });
  walk_names(root, steps, path, found);
}

}  // namespace berm::relations
