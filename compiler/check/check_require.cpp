// require TYPE {, TYPE} NAME [where { … }] : Q
#include "compiler/check/build.h"
#include "compiler/check/checker.h"
#include "fmt/format.h"

namespace berm::check {

void Checker::check_sentence(const ast::RuleDecl& decl, const ast::RequireSentence& sentence, const Place& place,
                             ir::Rule& rule) {
  rule.verb = ir::Verb::Require;
  ir::RequireClause clause;
  Type binder = expressions_.resource_type(sentence.types);
  clause.variable = module_.make_variable();
  clause.span = decl.sentence_span;
  for (const ast::Name& type : sentence.types) clause.types.emplace_back(type.text);
  Scope scope(place.scope);
  scope.declare({std::string(sentence.binder.text), binder, clause.variable, nullptr, sentence.binder.span});
  std::vector<const ir::Expr*> where;
  if (sentence.where) {
    use_names(place.file, *sentence.where);
    where.push_back(expressions_.lower_condition(*sentence.where, scope, Context::Plan));
  }
  if (sentence.condition) {
    use_names(place.file, *sentence.condition);
    clause.condition = expressions_.lower_condition(*sentence.condition, scope, Context::Plan);
  }
  for (const ast::Exception& exception : decl.exceptions) {
    if (exception.kind == ast::ExceptKind::Subject) {
      where.push_back(not_subject(exception, place, sentence.types, clause.variable));
      continue;
    }
    report_misplaced(exception.span, "the exception excepts nothing: `require` judges plans alone",
                     "`except subject s where { … }` excepts resources of a plan");
  }
  clause.where = and_of(module_, where, decl.sentence_span);
  rule.requires_.push_back(std::move(clause));
}

}  // namespace berm::check
