#include "compiler/parse/build.h"

namespace berm::parse {
namespace {

using What = ast::ConfineSentence::What;

struct Word {
  std::string_view text;
  What what;
};

constexpr Word kWords[] = {{"storage", What::Storage},
                           {"region", What::Region},
                           {"network", What::Network},
                           {"organisation", What::Organisation},
                           {"organization", What::Organisation}};

What meant(const ast::Actions& actions) {
  bool one_name = actions.items.size() == 1 && actions.items[0].kind == ast::ActionItem::Kind::Named &&
                  actions.items[0].name.parts.size() == 1;
  if (!one_name) return What::Actions;
  for (const Word& word : kWords) {
    if (word.text == actions.items[0].name.parts[0].text) return word.what;
  }
  return What::Actions;
}

}  // namespace

ast::ConfineSentence Builder::confine(const Node& node) {
  ast::ConfineSentence made;
  made.actions = action_set(*node.child(RuleKind::ActionSet));
  made.what = meant(made.actions);
  made.what_span = made.actions.span;
  if (made.what != What::Actions) made.actions = {};
  if (const Node* by = node.child(RuleKind::By)) made.by = who(*by->child(RuleKind::Who));
  if (const Node* within = node.child(RuleKind::Within)) {
    made.within = operands(*within->child(RuleKind::Operands));
    made.within_span = context_.span(*within);
  }
  made.to = operands(*node.child(RuleKind::Operands));
  return made;
}

}  // namespace berm::parse
