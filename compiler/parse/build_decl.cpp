#include "compiler/parse/build.h"

namespace berm::parse {

std::string_view Context::keep(std::string_view made) const {
  char* bytes = arena.Allocate<char>(made.size());
  std::copy(made.begin(), made.end(), bytes);
  return {bytes, made.size()};
}

ast::Name Builder::name(const Node& node) const { return {context_.source(node), context_.span(node)}; }

ast::DottedName Builder::dotted(const Node& node) const {
  ast::DottedName made;
  made.span = context_.span(node);
  for (const Node* part : node.children) {
    if (!part->is_token) made.parts.push_back(name(*part));
  }
  return made;
}

ast::TypeExpr Builder::type(const Node& node) const {
  ast::TypeExpr made;
  made.name = name(*node.children[0]);
  for (const Node* argument : node.all(RuleKind::Type)) made.arguments.push_back(type(*argument));
  made.span = context_.span(node);
  return made;
}

std::vector<ast::Annotation> Builder::annotations(const Node& declaration) {
  std::vector<ast::Annotation> made;
  for (const Node* each : declaration.all(RuleKind::Annotation)) {
    const Node& content = *each->child(RuleKind::AnnotationValue)->children[0];
    const ast::Expr* value = content.rule == RuleKind::Literal
                                 ? literal(content)
                                 : leaf(ast::ExprKind::Name, context_.span(content), context_.source(content));
    made.push_back({name(*each->children[1]), value, context_.span(*each)});
  }
  return made;
}

void Builder::once(const Node& node, RuleKind clause, std::string_view text) {
  std::vector<const Node*> found = node.all(clause);
  for (size_t i = 1; i < found.size(); ++i) {
    context_.diagnostics.add(DiagnosticKind::RepeatedClause, "`" + std::string(text) + "` stands here a second time")
        .at(context_.span(*found[i]))
        .label(context_.span(*found[0]), "the first one")
        .help(clause == RuleKind::Where ? "join the conditions with `and`" : "keep one of them");
  }
}

void Builder::empty_braces(const Node& node, std::string_view message, std::string_view hint) {
  const Node& open = *node.child(TokenKind::LeftBrace);
  context_.diagnostics.add(DiagnosticKind::EmptyBraces, std::string(message))
      .at(context_.span(open.begin, node.end))
      .help(std::string(hint));
}

void Builder::package(const Node& node, std::string_view doc) {
  file_.package = dotted(*node.child(RuleKind::Dotted));
  file_.doc = doc;
}

void Builder::import(const Node& node) {
  file_.imports.push_back({dotted(*node.child(RuleKind::Dotted)), context_.span(node)});
}

template <typename Decl>
Decl Builder::start(const Node& node, std::string_view doc) {
  Decl made;
  if (const Node* named = node.child(RuleKind::Name)) made.name = name(*named);
  made.doc = doc;
  made.annotations = std::move(annotations_);
  annotations_.clear();
  made.span = context_.span(node);
  return made;
}

template ast::HazardDecl Builder::start(const Node&, std::string_view);
template ast::RuleDecl Builder::start(const Node&, std::string_view);
template ast::TestDecl Builder::start(const Node&, std::string_view);

void Builder::param(const Node& node, std::string_view doc) {
  auto made = start<ast::ParamDecl>(node, doc);
  made.type = type(*node.child(RuleKind::Type));
  if (const Node* given = node.child(RuleKind::Value)) made.value = value(*given);
  file_.decls.push_back(std::move(made));
}

void Builder::let(const Node& node, std::string_view doc) {
  auto made = start<ast::LetDecl>(node, doc);
  if (const Node* written = node.child(RuleKind::Type)) made.type = type(*written);
  made.value = value(*node.child(RuleKind::Value));
  file_.decls.push_back(std::move(made));
}

void Builder::principal(const Node& node, std::string_view doc) {
  auto made = start<ast::PrincipalDecl>(node, doc);
  made.who = who(*node.child(RuleKind::Who));
  file_.decls.push_back(std::move(made));
}

void Builder::actions(const Node& node, std::string_view doc) {
  auto made = start<ast::ActionsDecl>(node, doc);
  made.actions = action_set(*node.child(RuleKind::ActionSet));
  file_.decls.push_back(std::move(made));
}

void Builder::team(const Node& node, std::string_view doc) {
  auto made = start<ast::TeamDecl>(node, doc);
  for (const Node* each : node.all(RuleKind::TeamField)) {
    ast::TeamDecl::Field field;
    field.name = name(*each->children[0]);
    field.span = context_.span(*each);
    if (const Node* members = each->child(RuleKind::Who)) {
      field.who = who(*members);
    } else {
      field.values = operands(*each->child(RuleKind::Operands));
    }
    made.fields.push_back(std::move(field));
  }
  file_.decls.push_back(std::move(made));
}

void Builder::declare(const Node& node, std::string_view doc) {
  auto made = start<ast::DeclareResourceDecl>(node, doc);
  const Node& kind = *node.children[1];
  made.name = name(*node.children[2]);
  made.data = context_.source(kind) == "data";
  if (!made.data && context_.source(kind) != "resource") {
    context_.diagnostics
        .add(DiagnosticKind::MisspeltKeyword, "`" + std::string(context_.source(kind)) + "` cannot be declared")
        .at(context_.span(kind))
        .help("write `declare resource type { … }` or `declare data type { … }`");
  }
  for (const Node* each : node.all(RuleKind::Attribute)) {
    made.attributes.push_back({name(*each->children[0]), type(*each->child(RuleKind::Type))});
  }
  file_.decls.push_back(std::move(made));
}

void Builder::declaration(const Node& node, std::string_view doc) {
  annotations_ = annotations(node);
  const Node& what = *node.children[annotations_.size()];
  switch (what.rule) {
    case RuleKind::PackageDecl: return package(what, doc);
    case RuleKind::ImportDecl: return import(what);
    case RuleKind::ParamDecl: return param(what, doc);
    case RuleKind::LetDecl: return let(what, doc);
    case RuleKind::PrincipalDecl: return principal(what, doc);
    case RuleKind::ActionsDecl: return actions(what, doc);
    case RuleKind::HazardDecl: return hazard(what, doc);
    case RuleKind::TeamDecl: return team(what, doc);
    case RuleKind::DeclareDecl: return declare(what, doc);
    case RuleKind::RuleDecl: return rule(what, doc);
    default: return test(what, doc);
  }
}

}  // namespace berm::parse
