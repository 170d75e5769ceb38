// Expressions from text, for tests of how they are checked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/check/expressions.h"
#include "compiler/check/fake_catalog.h"
#include "compiler/parse/parse.h"
#include "gmock/gmock.h"

namespace berm::check {

class ExpressionTest : public testing::Test {
 protected:
  ExpressionTest() {
    Record& manifest = declared_["kubernetes_manifest"];
    manifest.name = "kubernetes_manifest";
    manifest.fields = {{"manifest", std::make_shared<const Type>(Type::map_of(Type()))},
                       {"name", std::make_shared<const Type>(Type::of(ir::Type::String))}};
    bind_resource("d", "aws_db_instance");
    bind_resource("g", "aws_security_group");
    bind_resource("m", "kubernetes_manifest");
    bind_constant("world", {std::string("0.0.0.0/0")}, Type::of(ir::Type::String));
    bind_constant("regions", {ir::ValueList{{std::string("eu-west-1")}, {std::string("eu-central-1")}}},
                  Type::list_of(Type::of(ir::Type::Region)));
    bind_constant("nets", {ir::ValueList{{std::string("10.0.0.0/8")}, {std::string("192.0.2.0/24")}}},
                  Type::list_of(Type::of(ir::Type::Cidr)));
    bind_constant("pattern", {std::string("^a+$")}, Type::of(ir::Type::String));
    bind_constant("limit", {int64_t{7}}, Type::of(ir::Type::Int));
  }

  void bind_resource(std::string name, std::string_view type) {
    ast::Name written{type, {}};
    Binding binding{
        .name = std::move(name), .type = checker_.resource_type({written}), .variable = module_.make_variable()};
    scope_.declare(std::move(binding));
  }

  void bind_constant(std::string name, ir::Value value, const Type& type) {
    scope_.declare({.name = std::move(name), .type = type, .constant = checker_.literal(std::move(value), type, {})});
  }

  // The expression in its parsed form; it lives as long as the test.
  const ast::Expr& parse(const std::string& text) {
    FileId id = sources_.add("test.berm", "package t\nrule r: require aws_x x: " + text + "\n");
    files_.push_back(parse::parse(id, sources_, diagnostics_));
    static const ast::Expr kBroken;
    if (!diagnostics_.empty() || files_.back().decls.empty()) return kBroken;
    const auto& rule = std::get<ast::RuleDecl>(files_.back().decls.at(0));
    return *std::get<ast::RequireSentence>(rule.sentence).condition;
  }

  // The dump of the condition where it is right; else what was said, as `kind @ underlined: message | hint`.
  std::string condition(const std::string& text, Context context) {
    diagnostics_ = {};
    const ast::Expr& expr = parse(text);
    if (!diagnostics_.empty()) return "parse: " + said();
    const ir::Expr* lowered = checker_.lower_condition(expr, scope_, context);
    return diagnostics_.empty() ? ir::dump(*lowered) : said();
  }
  std::string plan(const std::string& text) { return condition(text, Context::Plan); }
  std::string call(const std::string& text) { return condition(text, Context::Call); }

  std::string constant(const std::string& text, const Type& expected) {
    diagnostics_ = {};
    const ast::Expr& expr = parse(text);
    if (!diagnostics_.empty()) return "parse: " + said();
    std::optional<ir::Value> value = checker_.constant(expr, scope_, expected);
    return diagnostics_.empty() ? ir::dump(*checker_.literal(*value, expected, {})) : said();
  }

  std::string said() const {
    std::string out;
    for (const Diagnostic& item : diagnostics_.items()) {
      if (!out.empty()) out += "\n";
      out += std::string(id(item.kind)) + " @ " + (item.span ? std::string(sources_.text(*item.span)) : "") + ": " +
             item.message;
      if (!item.hint.empty()) out += " | " + item.hint;
    }
    return out;
  }

  SourceSet sources_;
  Diagnostics diagnostics_;
  ir::Module module_;
  FakeCatalog catalog_;
  Records declared_;
  GrantActions grants_;
  ExpressionChecker checker_{module_, catalog_, sources_, declared_, grants_, diagnostics_};
  Scope scope_;
  std::deque<ast::File> files_;
};

}  // namespace berm::check
