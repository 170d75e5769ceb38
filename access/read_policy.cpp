#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "access/json_tree.h"
#include "access/operators.h"
#include "access/policy.h"
#include "base/text.h"

namespace berm::access {
namespace {

using Kind = JsonNode::Kind;

std::string_view in_words(Kind kind) {
  switch (kind) {
    case Kind::Null: return "null";
    case Kind::Bool: return "a boolean";
    case Kind::Number: return "a number";
    case Kind::String: return "a string";
    case Kind::Array: return "a list";
    case Kind::Object: return "an object";
  }
  return {};
}

// Reads elements until the first error, which it keeps; every reader answers whether to go on.
class Reader {
 public:
  bool document(const JsonNode& root, Document& out);
  std::string take_error() { return std::move(error_); }

 private:
  bool fail(std::string_view path, std::string_view words) {
    error_ = fmt::format("`{}` {}", path, words);
    return false;
  }
  bool wrong_type(std::string_view path, std::string_view wanted, const JsonNode& found) {
    return fail(path, fmt::format("must be {}, not {}", wanted, in_words(found.kind)));
  }

  bool known_names(const JsonNode& node, std::string_view path, std::initializer_list<std::string_view> names);
  bool text(const JsonNode& node, std::string_view path, std::string& out);
  bool optional_text(const JsonNode& parent, std::string_view path, std::string_view name, std::string& out);
  bool texts(const JsonNode& node, const std::string& path, std::vector<std::string>& out);
  bool either(const JsonNode& node, std::string_view path, std::string_view name, bool& negated, const JsonNode*& out);
  bool values(const JsonNode& node, const std::string& path, std::vector<std::string>& out);
  bool version(const JsonNode& root, Document& out);
  bool statement(const JsonNode& node, const std::string& path, Statement& out);
  bool effect(const JsonNode& node, const std::string& path, Statement& out);
  bool principal(const JsonNode& node, const std::string& path, Statement& out);
  bool principal_entries(const JsonNode& node, const std::string& path, Statement& out);
  bool action(const JsonNode& node, const std::string& path, Statement& out);
  bool resource(const JsonNode& node, const std::string& path, Statement& out);
  bool conditions(const JsonNode& node, const std::string& path, Statement& out);
  bool condition_group(const JsonMember& group, const std::string& path, Statement& out);

  std::string error_;
};

bool Reader::known_names(const JsonNode& node, std::string_view path, std::initializer_list<std::string_view> names) {
  for (const JsonMember& member : node.members) {
    if (std::find(names.begin(), names.end(), member.name) != names.end()) continue;
    NearestName near(member.name);
    for (std::string_view name : names) near.offer(name);
    std::string hint = near.best() ? fmt::format("; did you mean `{}`?", *near.best()) : "";
    return fail(json_path(path, member.name), "is not an element of a policy" + hint);
  }
  return true;
}

bool Reader::text(const JsonNode& node, std::string_view path, std::string& out) {
  if (!node.is(Kind::String)) return wrong_type(path, "a string", node);
  out = node.text;
  return true;
}

bool Reader::optional_text(const JsonNode& parent, std::string_view path, std::string_view name, std::string& out) {
  const JsonNode* node = parent.find(name);
  return node == nullptr || text(*node, json_path(path, name), out);
}

// A string, or a list of at least one.
bool Reader::texts(const JsonNode& node, const std::string& path, std::vector<std::string>& out) {
  if (node.is(Kind::String)) {
    out.push_back(node.text);
    return true;
  }
  if (!node.is(Kind::Array)) return wrong_type(path, "a string or a list of strings", node);
  if (node.members.empty()) return fail(path, "must not be empty");
  for (size_t i = 0; i < node.members.size(); ++i) {
    if (!text(node.members[i].value, json_path(path, i), out.emplace_back())) return false;
  }
  return true;
}

// `Name` or `NotName`; `out` stays null where the statement has neither.
bool Reader::either(const JsonNode& node, std::string_view path, std::string_view name, bool& negated,
                    const JsonNode*& out) {
  std::string opposite = fmt::format("Not{}", name);
  const JsonNode* plain = node.find(name);
  const JsonNode* other = node.find(opposite);
  if (plain != nullptr && other != nullptr) {
    return fail(path, fmt::format("has both `{}` and `{}`", name, opposite));
  }
  negated = other != nullptr;
  out = negated ? other : plain;
  return true;
}

// A condition's values: one scalar or a list of them, which may be empty.
bool Reader::values(const JsonNode& node, const std::string& path, std::vector<std::string>& out) {
  auto scalar = [&](const JsonNode& value, const std::string& at) {
    if (!value.is(Kind::String) && !value.is(Kind::Bool) && !value.is(Kind::Number)) {
      return wrong_type(at, "a string, a number or a boolean", value);
    }
    out.push_back(value.text);
    return true;
  };
  if (!node.is(Kind::Array)) return scalar(node, path);
  for (size_t i = 0; i < node.members.size(); ++i) {
    if (!scalar(node.members[i].value, json_path(path, i))) return false;
  }
  return true;
}

bool Reader::version(const JsonNode& root, Document& out) {
  out.version.clear();
  if (!optional_text(root, {}, "Version", out.version)) return false;
  if (out.version == "2012-10-17" || out.version == "2008-10-17") return true;
  if (root.find("Version") == nullptr) return true;
  return fail("Version", "must be `2012-10-17` or `2008-10-17`");
}

bool Reader::document(const JsonNode& root, Document& out) {
  if (!root.is(Kind::Object)) {
    error_ = fmt::format("a policy must be an object, not {}", in_words(root.kind));
    return false;
  }
  if (!known_names(root, {}, {"Version", "Id", "Statement"})) return false;
  if (!version(root, out) || !optional_text(root, {}, "Id", out.id)) return false;
  const JsonNode* list = root.find("Statement");
  if (list == nullptr) return fail("Statement", "is missing");
  if (list->is(Kind::Object)) return statement(*list, "Statement", out.statements.emplace_back());
  if (!list->is(Kind::Array)) return wrong_type("Statement", "an object or a list of objects", *list);
  if (list->members.empty()) return fail("Statement", "must not be empty");
  for (size_t i = 0; i < list->members.size(); ++i) {
    if (!statement(list->members[i].value, json_path("Statement", i), out.statements.emplace_back())) return false;
  }
  return true;
}

bool Reader::statement(const JsonNode& node, const std::string& path, Statement& out) {
  if (!node.is(Kind::Object)) return wrong_type(path, "an object", node);
  return known_names(node, path,
                     {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource",
                      "Condition"}) &&
         optional_text(node, path, "Sid", out.sid) && effect(node, path, out) && principal(node, path, out) &&
         action(node, path, out) && resource(node, path, out) && conditions(node, path, out);
}

bool Reader::effect(const JsonNode& node, const std::string& path, Statement& out) {
  const JsonNode* found = node.find("Effect");
  std::string at = json_path(path, "Effect");
  if (found == nullptr) return fail(at, "is missing");
  std::string value;
  if (!text(*found, at, value)) return false;
  if (value != "Allow" && value != "Deny") return fail(at, "must be `Allow` or `Deny`");
  out.effect = value == "Allow" ? Effect::Allow : Effect::Deny;
  return true;
}

bool Reader::principal(const JsonNode& node, const std::string& path, Statement& out) {
  const JsonNode* found = nullptr;
  if (!either(node, path, "Principal", out.not_principal, found)) return false;
  if (found == nullptr) return true;
  return principal_entries(*found, json_path(path, out.not_principal ? "NotPrincipal" : "Principal"), out);
}

bool Reader::principal_entries(const JsonNode& node, const std::string& path, Statement& out) {
  if (node.is(Kind::String)) {
    if (node.text != "*") return fail(path, "must be `*` or an object");
    out.principals.push_back({"*", {"*"}});
    return true;
  }
  if (!node.is(Kind::Object)) return wrong_type(path, "`*` or an object", node);
  if (node.members.empty()) return fail(path, "must not be empty");
  static constexpr std::array<std::string_view, 4> kTypes = {"AWS", "Service", "Federated", "CanonicalUser"};
  for (const JsonMember& member : node.members) {
    std::string at = json_path(path, member.name);
    if (std::find(kTypes.begin(), kTypes.end(), member.name) == kTypes.end()) {
      return fail(at, "is not a type of principal");
    }
    PrincipalEntry& entry = out.principals.emplace_back();
    entry.type = member.name;
    if (!texts(member.value, at, entry.values)) return false;
  }
  return true;
}

bool Reader::action(const JsonNode& node, const std::string& path, Statement& out) {
  const JsonNode* found = nullptr;
  if (!either(node, path, "Action", out.not_action, found)) return false;
  if (found == nullptr) return fail(json_path(path, "Action"), "is missing");
  return texts(*found, json_path(path, out.not_action ? "NotAction" : "Action"), out.actions);
}

// Trust and some resource policies have no resource; a statement without a principal needs one.
bool Reader::resource(const JsonNode& node, const std::string& path, Statement& out) {
  const JsonNode* found = nullptr;
  if (!either(node, path, "Resource", out.not_resource, found)) return false;
  if (found != nullptr) {
    return texts(*found, json_path(path, out.not_resource ? "NotResource" : "Resource"), out.resources);
  }
  return !out.principals.empty() || fail(json_path(path, "Resource"), "is missing");
}

bool Reader::conditions(const JsonNode& node, const std::string& path, Statement& out) {
  const JsonNode* found = node.find("Condition");
  if (found == nullptr) return true;
  std::string at = json_path(path, "Condition");
  if (!found->is(Kind::Object)) return wrong_type(at, "an object", *found);
  for (const JsonMember& group : found->members) {
    if (!condition_group(group, json_path(at, group.name), out)) return false;
  }
  return true;
}

bool Reader::condition_group(const JsonMember& group, const std::string& path, Statement& out) {
  if (!group.value.is(Kind::Object)) return wrong_type(path, "an object of condition keys", group.value);
  if (!group.value.members.empty() && !parse_operator(group.name)) {
    auto near = nearest_operator(group.name);
    std::string hint = near ? fmt::format("; did you mean `{}`?", *near) : "";
    return fail(path, "is not a condition operator" + hint);
  }
  for (const JsonMember& member : group.value.members) {
    std::string at = json_path(path, member.name);
    if (member.name.empty()) return fail(path, "has a condition key without a name");
    Condition& condition = out.conditions.emplace_back();
    condition.op = group.name;
    condition.key = member.name;
    if (!values(member.value, at, condition.values)) return false;
  }
  return true;
}

}  // namespace

ReadResult read_policy(std::string_view json) {
  JsonReadResult tree = read_json(json);
  if (!tree.error.empty()) return {std::nullopt, std::move(tree.error)};
  Document document;
  Reader reader;
  if (!reader.document(tree.root, document)) return {std::nullopt, reader.take_error()};
  return {std::move(document), {}};
}

}  // namespace berm::access
