#include "base/text.h"
#include "compiler/parse/build.h"

namespace berm::parse {

ast::CallCase Builder::call_case(const Node& node) {
  ast::CallCase made;
  made.span = context_.span(node);
  for (const Node* each : node.all(RuleKind::CallField)) {
    ast::CallCase::Field field;
    field.name = {context_.source(*each->children[0]), context_.span(*each->children[0])};
    field.span = context_.span(*each);
    const Node& content = *each->children[1];
    switch (content.rule) {
      case RuleKind::Who: field.who = who(content); break;
      case RuleKind::ActionSet: field.actions = action_set(content); break;
      case RuleKind::Object: field.value = object(content); break;
      default: field.value = operand(content); break;
    }
    made.fields.push_back(std::move(field));
  }
  return made;
}

ast::BlockBody Builder::block(const Node& node) {
  ast::BlockBody made;
  made.span = context_.span(node);
  for (const Node* each : node.all(RuleKind::Entry)) {
    ast::BlockBody::Entry entry;
    entry.name = {context_.source(*each->children[0]), context_.span(*each->children[0])};
    entry.span = context_.span(*each);
    if (const Node* nested = each->child(RuleKind::Block)) {
      entry.block = std::make_unique<ast::BlockBody>(block(*nested));
    } else {
      entry.value = value(*each->child(RuleKind::Value));
    }
    made.entries.push_back(std::move(entry));
  }
  return made;
}

// Terraform's own words for what happens to a resource.
static constexpr std::string_view kChanges[] = {"create", "update", "delete", "replace", "no-op", "noop",
                                                "read",   "forget", "drift",  "defer",   "import"};

void Builder::check_change(const ast::Name& word) {
  NearestName nearest(word.text);
  for (std::string_view known : kChanges) {
    if (known == word.text) return;
    nearest.offer(known);
  }
  auto& diagnostic =
      context_.diagnostics.add(DiagnosticKind::MisspeltKeyword, "`" + std::string(word.text) + "` is no planned change")
          .at(word.span);
  auto best = nearest.best();
  diagnostic.help(best ? "did you mean `" + *best + "`?"
                       : "a planned resource starts with `create`, `update`, `delete`, `replace`, `no-op`, `read`, "
                         "`forget`, `drift`, `defer` or `import`");
}

std::vector<ast::PlannedResource::Option> Builder::planned_options(const Node& node) {
  std::vector<ast::PlannedResource::Option> made;
  for (const Node* each : node.all(RuleKind::PlannedOption)) {
    ast::PlannedResource::Option option{name(*each->child(RuleKind::Name)), {}, context_.span(*each)};
    for (const Node* child : each->children) {
      if (child->is_token && child->token == TokenKind::String) option.values.push_back(string(*child));
    }
    made.push_back(std::move(option));
  }
  return made;
}

ast::PlannedResource Builder::planned(const Node& node) {
  ast::PlannedResource made;
  made.span = context_.span(node);
  made.action = name(*node.child(RuleKind::ChangeWord));
  check_change(made.action);
  made.type = name(*node.child(RuleKind::TypeName));
  const Node& label = *node.child(TokenKind::String);
  made.name = {plain_string(label), context_.span(label)};
  if (const Node* index = node.child(RuleKind::PlannedIndex)) {
    const Node& key = *index->children[1];
    made.index = key.token == TokenKind::String
                     ? string(key)
                     : leaf(ast::ExprKind::Integer, context_.span(key), context_.source(key));
  }
  for (size_t i = 0; i + 1 < node.children.size(); ++i) {
    bool in = node.children[i]->is_token && node.children[i]->token == TokenKind::In;
    if (in) made.module_address = plain_string(*node.children[i + 1]);
  }
  made.options = planned_options(node);
  std::vector<const Node*> blocks = node.all(RuleKind::Block);
  made.after = block(*blocks[0]);
  if (blocks.size() > 1) made.from = block(*blocks[1]);
  return made;
}

ast::PlanCase Builder::plan_case(const Node& node) {
  ast::PlanCase made;
  made.span = context_.span(node);
  if (const Node* path = node.child(TokenKind::String)) made.file = string(*path);
  for (const Node* each : node.all(RuleKind::Planned)) made.resources.push_back(planned(*each));
  return made;
}

static ast::ExpectKind expect_kind(const Node& node) {
  bool negated = node.children[0]->token == TokenKind::Not;
  switch (node.children[negated ? 1 : 0]->token) {
    case TokenKind::Denied: return negated ? ast::ExpectKind::NotDenied : ast::ExpectKind::Denied;
    case TokenKind::Violation: return ast::ExpectKind::Violation;
    case TokenKind::Proven: return ast::ExpectKind::NotProven;
    case TokenKind::Satisfied: return ast::ExpectKind::Satisfied;
    case TokenKind::Applicable: return ast::ExpectKind::NotApplicable;
    default: return ast::ExpectKind::Clean;
  }
}

ast::Expectation Builder::expectation(const Node& node) {
  ast::Expectation made;
  made.kind = expect_kind(node);
  made.span = context_.span(node);
  if (const Node* rule_name = node.child(RuleKind::Dotted)) made.rule = dotted(*rule_name);
  if (const Node* address = node.child(TokenKind::String)) made.address = string(*address);
  return made;
}

ast::TestStep Builder::step(const Node& node) {
  ast::TestStep made;
  made.span = context_.span(node);
  const Node& subject = *node.children[0];
  if (subject.rule == RuleKind::CallCase) {
    made.subject = call_case(subject);
  } else {
    made.subject = plan_case(subject);
  }
  for (const Node* clause : node.all(RuleKind::Expect)) {
    for (const Node* each : clause->all(RuleKind::Expectation)) made.expectations.push_back(expectation(*each));
  }
  return made;
}

void Builder::test(const Node& node, std::string_view doc) {
  auto made = start<ast::TestDecl>(node, doc);
  const Node& title = *node.child(TokenKind::String);
  made.name = {plain_string(title), context_.span(title)};
  for (const Node* each : node.all(RuleKind::TestStep)) made.steps.push_back(step(*each));
  if (made.steps.empty()) {
    empty_braces(node, "this test tests nothing", "add a step such as `call { … } expect denied by a_rule`");
  }
  file_.decls.push_back(std::move(made));
}

}  // namespace berm::parse
