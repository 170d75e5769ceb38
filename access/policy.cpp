#include "access/policy.h"

#include <set>

#include "access/json_tree.h"

namespace berm::access {
namespace {

JsonNode texts(const std::vector<std::string>& values) {
  if (values.size() == 1) return JsonNode::string(values.front());
  JsonNode node = JsonNode::array();
  for (const std::string& value : values) node.add({}, JsonNode::string(value));
  return node;
}

JsonNode principals_node(const std::vector<PrincipalEntry>& entries) {
  if (entries.size() == 1 && entries.front().type == "*") return JsonNode::string("*");
  JsonNode node = JsonNode::object();
  for (const PrincipalEntry& entry : entries) node.add(entry.type, texts(entry.values));
  return node;
}

JsonNode conditions_node(const std::vector<Condition>& conditions) {
  JsonNode node = JsonNode::object();
  std::set<std::string_view> written;
  for (const Condition& first : conditions) {
    if (!written.insert(first.op).second) continue;
    JsonNode& group = node.add(first.op, JsonNode::object());
    for (const Condition& condition : conditions) {
      if (condition.op == first.op) group.add(condition.key, texts(condition.values));
    }
  }
  return node;
}

JsonNode statement_node(const Statement& statement) {
  JsonNode node = JsonNode::object();
  if (!statement.sid.empty()) node.add("Sid", JsonNode::string(statement.sid));
  node.add("Effect", JsonNode::string(statement.effect == Effect::Allow ? "Allow" : "Deny"));
  if (!statement.principals.empty()) {
    node.add(statement.not_principal ? "NotPrincipal" : "Principal", principals_node(statement.principals));
  }
  node.add(statement.not_action ? "NotAction" : "Action", texts(statement.actions));
  if (!statement.resources.empty()) {
    node.add(statement.not_resource ? "NotResource" : "Resource", texts(statement.resources));
  }
  if (!statement.conditions.empty()) node.add("Condition", conditions_node(statement.conditions));
  return node;
}

JsonNode document_node(const Document& document) {
  JsonNode node = JsonNode::object();
  if (!document.version.empty()) node.add("Version", JsonNode::string(document.version));
  if (!document.id.empty()) node.add("Id", JsonNode::string(document.id));
  JsonNode& statements = node.add("Statement", JsonNode::array());
  for (const Statement& statement : document.statements) statements.add({}, statement_node(statement));
  return node;
}

bool is_continuation_byte(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }
bool is_white_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

std::string write_policy_minified(const Document& document) { return write_json_minified(document_node(document)); }
std::string write_policy_pretty(const Document& document) { return write_json_pretty(document_node(document)); }

std::optional<std::string> find_unwritable(const Document& document) {
  for (size_t i = 0; i < document.statements.size(); ++i) {
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const Condition& condition : document.statements[i].conditions) {
      if (seen.emplace(condition.op, condition.key).second) continue;
      return json_path(json_path(json_path(json_path("Statement", i), "Condition"), condition.op), condition.key);
    }
  }
  return std::nullopt;
}

size_t policy_size_without_whitespace(std::string_view json) {
  size_t size = 0;
  bool inside = false, escaped = false;
  for (char c : json) {
    if ((inside || !is_white_space(c)) && !is_continuation_byte(c)) ++size;
    if (c == '"' && !escaped) inside = !inside;
    escaped = inside && c == '\\' && !escaped;
  }
  return size;
}

}  // namespace berm::access
