#include "runtime/relations/references.h"

#include <array>
#include <utility>

namespace berm::relations {
namespace {

using facts::Value;
using facts::ValueKind;

constexpr std::array<std::pair<std::string_view, Names>, 11> kRoots = {{{"var", Names::Variable},
                                                                        {"local", Names::Local},
                                                                        {"module", Names::Module},
                                                                        {"each", Names::EachValue},
                                                                        {"count", Names::CountIndex},
                                                                        {"data", Names::Resource},
                                                                        {"path", Names::Harmless},
                                                                        {"terraform", Names::Harmless},
                                                                        {"tofu", Names::Harmless},
                                                                        {"self", Names::Other},
                                                                        {"ephemeral", Names::Other}}};

Names names_of(std::string_view root) {
  for (const auto& [word, names] : kRoots) {
    if (word == root) return names;
  }
  return Names::Resource;
}

// How many steps name the subject itself.
size_t subject_steps(Names names, std::string_view root) {
  if (names != Names::Resource) return 2;
  return root == "data" ? 3 : 2;
}

Reference read_reference(std::string_view text) {
  Reference out;
  out.whole = text;
  Steps steps = read_steps(text);
  if (steps.empty()) return out;
  std::string_view root = steps[0].text;
  Names names = names_of(root);
  size_t count = subject_steps(names, root);
  if (steps.size() < count) return out;
  out.names = names;
  if (names == Names::EachValue && steps[1].text == "key") out.names = Names::EachKey;
  std::string_view last = steps[count - 1].text;
  size_t end = static_cast<size_t>(last.data() - text.data()) + last.size();
  out.subject = names == Names::Resource ? text.substr(0, end) : last;
  bool may_repeat = names == Names::Resource || names == Names::Module;
  if (may_repeat && steps.size() > count && steps[count].index) {
    out.key = text.substr(end, steps[count].text.size() + 2);
    ++count;
  }
  out.rest.assign(steps.begin() + static_cast<std::ptrdiff_t>(count), steps.end());
  return out;
}

bool begins(std::string_view shorter, std::string_view longer) {
  return longer.size() > shorter.size() && longer.starts_with(shorter) &&
         (longer[shorter.size()] == '.' || longer[shorter.size()] == '[');
}

}  // namespace

bool is_expression(const Value& node) {
  if (node.kind != ValueKind::Object) return false;
  for (const facts::Member& member : node.object()) {
    bool list = member.key == "references" && member.value.kind == ValueKind::List;
    if (!list && member.key != "constant_value") return false;
  }
  return true;
}

std::vector<Reference> read_references(const Value& expression) {
  std::vector<Reference> out;
  const Value& references = *expression.find("references");
  if (references.kind != ValueKind::List) return out;
  std::string_view previous;
  for (const Value& reference : references.list()) {
    if (reference.kind != ValueKind::String) continue;
    std::string_view text = reference.string();
    if (!begins(text, previous)) out.push_back(read_reference(text));
    previous = text;
  }
  return out;
}

}  // namespace berm::relations
