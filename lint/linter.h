// A document taken apart for the checks. Internal to this folder.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "access/json_tree.h"
#include "access/operators.h"
#include "access/policy.h"
#include "lint/lint.h"

namespace berm::lint {

// A piece of the JSON with its place.
struct Item {
  std::string text;
  std::string path;
  access::JsonPlace place;
  access::JsonNode::Kind kind = access::JsonNode::Kind::String;
};

// One operator on one key.
struct Test {
  Item op_item, key, value;  // `value`: the whole of the values
  std::optional<access::Operator> op;
  std::vector<Item> values;
};

struct Statement {
  Item item;  // its text: without its Sid, minified
  std::optional<Item> sid;
  std::optional<access::Effect> effect;
  bool not_action = false, not_resource = false, not_principal = false;
  std::optional<Item> action, resource, principal;  // the elements, where there are such
  std::vector<Item> actions, resources;
  const access::JsonNode* principal_node = nullptr;
  std::vector<Test> tests;

  bool allows() const { return effect == access::Effect::Allow; }
  bool denies() const { return effect == access::Effect::Deny; }
};

struct Policy {
  Kind kind = Kind::IdentityPolicy;
  std::string version;
  std::vector<Statement> statements;
};

// ARN forms of the services, as far as they were asked for.
class ArnForms {
 public:
  explicit ArnForms(const catalog::Catalog& catalog) : catalog_(catalog) {}
  const std::vector<std::string>& of(const std::string& service);

 private:
  const catalog::Catalog& catalog_;
  std::map<std::string, std::vector<std::string>> forms_;
};

struct Context {
  Policy policy;
  const catalog::Catalog& catalog;
  ArnForms forms;
  std::vector<Finding> findings;

  Finding& add(DiagnosticKind check, const Item& at, std::string message);
  // Of what the service refuses to store.
  Finding& refuse(DiagnosticKind check, const Item& at, std::string message);
};

bool has_principals(Kind kind);
bool is_organization_policy(Kind kind);
bool is_identity_like(Kind kind);  // identity, boundary and session policies
Kind guess_kind(const access::JsonNode& root);

// Reads the document and reports elements that are not what the grammar of policies asks for.
void read_document(const access::JsonNode& root, Context& context);

void check_document(Context& context);
void check_size(std::string_view text, Context& context, Report& report);
void check_actions(const Statement& statement, Context& context);
void check_resources(const Statement& statement, Context& context);
void check_mismatch(const Statement& statement, Context& context);
void check_principal(const Statement& statement, Context& context);
void check_conditions(const Statement& statement, Context& context);
void check_values(const Test& test, Context& context);
void check_addresses(const Test& test, Context& context);
void check_variables(const Statement& statement, Context& context);
void check_kind_rules(const Statement& statement, Context& context);
void check_pass_role(const Statement& statement, Context& context);
void check_redundant(Context& context);

// The actions of the catalogue that the statement's Action names; none of them for NotAction and `*`.
std::vector<catalog::Action> named_actions(const Statement& statement, const catalog::Catalog& catalog);

}  // namespace berm::lint
