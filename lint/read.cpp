// The JSON of a policy, element by element. What is of the wrong type is reported and left out, so that the rest can
// still be looked at.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "lint/linter.h"

namespace berm::lint {
namespace {

using access::json_path;
using access::JsonMember;
using access::JsonNode;
using NodeKind = JsonNode::Kind;

constexpr std::array<std::string_view, 3> kTop = {"Version", "Id", "Statement"};
constexpr std::array<std::string_view, 9> kElements = {"Sid",       "Effect",   "Principal",   "NotPrincipal", "Action",
                                                       "NotAction", "Resource", "NotResource", "Condition"};

Item item_of(const JsonNode& node, std::string path) { return {node.text, std::move(path), node.place, node.kind}; }
Item name_of(const JsonMember& member, std::string path) { return {member.name, std::move(path), member.name_place}; }

class Reader {
 public:
  explicit Reader(Context& context) : context_(context) {}

  void document(const JsonNode& root);

 private:
  template <size_t N>
  void known_names(const JsonNode& node, const std::string& path, const std::array<std::string_view, N>& names);
  void wrong_type(const JsonNode& node, const std::string& path, std::string_view wanted);
  void version(const JsonNode& root);
  void statement(const JsonNode& node, const std::string& path);
  void effect(const JsonNode& node, Statement& out);
  const JsonNode* either(const JsonNode& node, std::string_view name, bool& negated, std::optional<Item>& element,
                         Statement& out);
  std::vector<Item> texts(const JsonNode& node, const std::string& path);
  void conditions(const JsonNode& node, const std::string& path, Statement& out);
  void operator_block(const JsonMember& group, const std::string& path, Statement& out);
  void test(const JsonMember& key, const Item& op, const std::string& path, Statement& out);
  bool value(const JsonNode& node, const std::string& path, Test& out);

  Context& context_;
};

template <size_t N>
void Reader::known_names(const JsonNode& node, const std::string& path, const std::array<std::string_view, N>& names) {
  for (const JsonMember& member : node.members) {
    if (std::ranges::find(names, member.name) != names.end()) continue;
    NearestName near(member.name);
    for (std::string_view each : names) near.offer(each);
    Finding& finding = context_.refuse(DiagnosticKind::LintPolicyElement, name_of(member, json_path(path, member.name)),
                                       fmt::format("`{}` is not an element of a policy", member.name));
    if (near.best()) finding.hint = fmt::format("did you mean `{}`?", *near.best());
  }
}

void Reader::wrong_type(const JsonNode& node, const std::string& path, std::string_view wanted) {
  context_.refuse(DiagnosticKind::LintDataType, item_of(node, path), fmt::format("this must be {}", wanted));
}

void Reader::version(const JsonNode& root) {
  const JsonNode* node = root.find("Version");
  if (node == nullptr) {
    context_.add(DiagnosticKind::LintMissingVersion, item_of(root, ""), "the policy names no `Version`").hint =
        "without one, 2008-10-17 holds, which has no policy variables; write \"Version\": \"2012-10-17\"";
    context_.findings.back().end = context_.findings.back().begin + 1;
    return;
  }
  if (!node->is(NodeKind::String)) return wrong_type(*node, "Version", "a string");
  context_.policy.version = node->text;
  if (node->text == "2012-10-17" || node->text == "2008-10-17") return;
  context_
      .refuse(DiagnosticKind::LintVersion, item_of(*node, "Version"),
              fmt::format("there is no version `{}` of the policy language", node->text))
      .hint = "write 2012-10-17";
}

void Reader::document(const JsonNode& root) {
  if (!root.is(NodeKind::Object)) {
    context_.refuse(DiagnosticKind::LintDataType, item_of(root, ""), "a policy must be an object");
    return;
  }
  known_names(root, "", kTop);
  version(root);
  const JsonNode* id = root.find("Id");
  if (id != nullptr && !id->is(NodeKind::String)) wrong_type(*id, "Id", "a string");
  const JsonNode* list = root.find("Statement");
  if (list == nullptr || (list->is(NodeKind::Array) && list->members.empty())) {
    const JsonNode& at = list == nullptr ? root : *list;
    Item item = item_of(at, list == nullptr ? "" : "Statement");
    if (list == nullptr) item.place.end = item.place.begin + 1;
    context_.refuse(DiagnosticKind::LintMissingStatement, item, "the policy has no statement");
    return;
  }
  if (list->is(NodeKind::Object)) return statement(*list, "Statement");
  if (!list->is(NodeKind::Array)) return wrong_type(*list, "Statement", "an object or a list of objects");
  for (size_t i = 0; i < list->members.size(); ++i) statement(list->members[i].value, json_path("Statement", i));
}

void Reader::effect(const JsonNode& node, Statement& out) {
  const JsonNode* found = node.find("Effect");
  if (found == nullptr) {
    context_.refuse(DiagnosticKind::LintMissingEffect, out.item, "the statement has no `Effect`");
    return;
  }
  std::string path = json_path(out.item.path, "Effect");
  if (!found->is(NodeKind::String)) return wrong_type(*found, path, "a string");
  if (found->text == "Allow") out.effect = access::Effect::Allow;
  if (found->text == "Deny") out.effect = access::Effect::Deny;
  if (out.effect) return;
  context_.refuse(DiagnosticKind::LintEffect, item_of(*found, path), fmt::format("`{}` is no effect", found->text))
      .hint = "`Allow` or `Deny`, spelled so";
}

// `Name` or `NotName`.
const JsonNode* Reader::either(const JsonNode& node, std::string_view wanted, bool& negated,
                               std::optional<Item>& element, Statement& out) {
  std::string opposite = fmt::format("Not{}", wanted);
  const JsonNode* plain = node.find(wanted);
  const JsonNode* other = node.find(opposite);
  negated = plain == nullptr && other != nullptr;
  const JsonNode* found = negated ? other : plain;
  if (found != nullptr) element = item_of(*found, json_path(out.item.path, negated ? opposite : std::string(wanted)));
  if (plain != nullptr && other != nullptr) {
    context_.refuse(DiagnosticKind::LintElementCombination, item_of(*other, json_path(out.item.path, opposite)),
                    fmt::format("the statement has both `{}` and `{}`", wanted, opposite));
  }
  return found;
}

std::vector<Item> Reader::texts(const JsonNode& node, const std::string& path) {
  std::vector<Item> out;
  if (node.is(NodeKind::String)) return {item_of(node, path)};
  if (!node.is(NodeKind::Array)) {
    wrong_type(node, path, "a string or a list of strings");
    return out;
  }
  for (size_t i = 0; i < node.members.size(); ++i) {
    const JsonNode& each = node.members[i].value;
    if (each.is(NodeKind::String)) {
      out.push_back(item_of(each, json_path(path, i)));
    } else {
      wrong_type(each, json_path(path, i), "a string");
    }
  }
  return out;
}

std::string without_sid(const JsonNode& node) {
  JsonNode copy = node;
  std::erase_if(copy.members, [](const JsonMember& member) { return member.name == "Sid"; });
  return access::write_json_minified(copy);
}

void Reader::statement(const JsonNode& node, const std::string& path) {
  if (!node.is(NodeKind::Object)) return wrong_type(node, path, "an object");
  Statement out;
  out.item = {without_sid(node), path, node.place};
  out.item.place.end = out.item.place.begin + 1;  // its bracket stands for it
  known_names(node, path, kElements);
  if (const JsonNode* sid = node.find("Sid")) {
    if (sid->is(NodeKind::String)) {
      out.sid = item_of(*sid, json_path(path, "Sid"));
    } else {
      wrong_type(*sid, json_path(path, "Sid"), "a string");
    }
  }
  effect(node, out);
  out.principal_node = either(node, "Principal", out.not_principal, out.principal, out);
  if (const JsonNode* found = either(node, "Action", out.not_action, out.action, out)) {
    out.actions = texts(*found, out.action->path);
  }
  if (const JsonNode* found = either(node, "Resource", out.not_resource, out.resource, out)) {
    out.resources = texts(*found, out.resource->path);
  }
  if (const JsonNode* found = node.find("Condition")) conditions(*found, json_path(path, "Condition"), out);
  context_.policy.statements.push_back(std::move(out));
}

void Reader::conditions(const JsonNode& node, const std::string& path, Statement& out) {
  if (!node.is(NodeKind::Object)) return wrong_type(node, path, "an object");
  if (node.members.empty()) {
    context_.add(DiagnosticKind::LintEmptyCondition, item_of(node, path), "the condition tests nothing");
  }
  for (const JsonMember& group : node.members) operator_block(group, json_path(path, group.name), out);
}

void Reader::operator_block(const JsonMember& group, const std::string& path, Statement& out) {
  if (!group.value.is(NodeKind::Object)) return wrong_type(group.value, path, "an object of keys and values");
  if (group.value.members.empty()) {
    context_.add(DiagnosticKind::LintEmptyCondition, item_of(group.value, path),
                 fmt::format("`{}` tests nothing", group.name));
    return;
  }
  Item op = name_of(group, path);
  for (const JsonMember& key : group.value.members) test(key, op, json_path(path, key.name), out);
}

void Reader::test(const JsonMember& key, const Item& op, const std::string& path, Statement& out) {
  Test found{op, name_of(key, path), item_of(key.value, path), access::parse_operator(op.text), {}};
  bool good = true;
  if (key.value.is(NodeKind::Array)) {
    for (size_t i = 0; i < key.value.members.size(); ++i) {
      good &= value(key.value.members[i].value, json_path(path, i), found);
    }
  } else {
    good = value(key.value, path, found);
  }
  if (good) out.tests.push_back(std::move(found));
}

bool Reader::value(const JsonNode& node, const std::string& path, Test& out) {
  if (node.is(NodeKind::String) || node.is(NodeKind::Bool) || node.is(NodeKind::Number)) {
    out.values.push_back(item_of(node, path));
    return true;
  }
  wrong_type(node, path, "a string, a number or a boolean");
  return false;
}

}  // namespace

void read_document(const JsonNode& root, Context& context) { Reader(context).document(root); }

}  // namespace berm::lint
