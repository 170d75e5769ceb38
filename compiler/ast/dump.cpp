#include "compiler/ast/dump.h"

#include <fmt/format.h>

namespace berm::ast {

std::string DottedName::text() const {
  std::string joined;
  for (const Name& part : parts) {
    if (!joined.empty()) joined += '.';
    joined += part.text;
  }
  return joined;
}

std::string text(const TypeExpr& type) {
  std::string out(type.name.text);
  for (size_t i = 0; i < type.arguments.size(); ++i) out += (i == 0 ? "<" : ", ") + text(type.arguments[i]);
  return type.arguments.empty() ? out : out + ">";
}

void Dumper::line(std::string_view text, Span span) {
  const SourceFile& source = sources_.file(span.file);
  LineColumn from = source.position(span.begin), to = source.position(span.end);
  out_ += fmt::format("{:{}}{} @{}:{}-{}:{}\n", "", depth_ * 2, text, from.line, from.column, to.line, to.column);
}

void Dumper::head(std::string_view word, const DeclBase& decl) {
  line(fmt::format("{} {}", word, decl.name.text), decl.span);
}

void Dumper::decl_details(const DeclBase& decl) {
  if (!decl.doc.empty()) line("doc " + quoted(decl.doc), decl.name.span);
  for (const Annotation& annotation : decl.annotations) {
    line(fmt::format("annotation {}", annotation.name.text), annotation.span);
    Indent indent(*this);
    expr(annotation.value);
  }
}

void Dumper::decl(const ParamDecl& decl) {
  head("param", decl);
  Indent indent(*this);
  decl_details(decl);
  line("type " + text(decl.type), decl.type.span);
  labelled("default", decl.value);
}

void Dumper::decl(const LetDecl& decl) {
  head("let", decl);
  Indent indent(*this);
  decl_details(decl);
  if (decl.type) line("type " + text(*decl.type), decl.type->span);
  labelled("value", decl.value);
}

void Dumper::decl(const PrincipalDecl& decl) {
  head("principal", decl);
  Indent indent(*this);
  decl_details(decl);
  who("who", decl.who);
}

void Dumper::decl(const ActionsDecl& decl) {
  head("actions", decl);
  Indent indent(*this);
  decl_details(decl);
  actions("set", decl.actions);
}

void Dumper::decl(const TeamDecl& decl) {
  head("team", decl);
  Indent indent(*this);
  decl_details(decl);
  for (const TeamDecl::Field& field : decl.fields) {
    line(fmt::format("field {}", field.name.text), field.span);
    Indent inner(*this);
    if (!field.who.terms.empty()) who("who", field.who);
    for (const Expr* value : field.values) expr(value);
  }
}

void Dumper::decl(const DeclareResourceDecl& decl) {
  head(decl.data ? "declare data" : "declare resource", decl);
  Indent indent(*this);
  decl_details(decl);
  for (const auto& attribute : decl.attributes) {
    Span span = cover(attribute.name.span, attribute.type.span);
    line(fmt::format("attribute {}: {}", attribute.name.text, text(attribute.type)), span);
  }
}

void Dumper::file(const File& file) {
  if (!file.package.parts.empty()) line("package " + file.package.text(), file.package.span);
  if (!file.doc.empty()) line("doc " + quoted(file.doc), file.package.span);
  for (const ImportDecl& import : file.imports) line("import " + import.path.text(), import.span);
  for (const Decl& each : file.decls) std::visit([this](const auto& made) { decl(made); }, each);
  for (const Name& name : file.lost) line(fmt::format("lost {}", name.text), name.span);
}

std::string dump(const File& file, const SourceSet& sources) {
  Dumper dumper(sources);
  dumper.file(file);
  return dumper.take();
}

}  // namespace berm::ast
