#include "compiler/check/names.h"

#include "base/text.h"

namespace berm::check {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The end of the string or regex that starts at `at`.
size_t end_of_quoted(std::string_view source, size_t at) {
  char quote = source[at];
  for (size_t end = at + 1; end < source.size(); ++end) {
    if (quote == '"' && source[end] == '\\')
      ++end;
    else if (source[end] == quote)
      return end + 1;
  }
  return source.size();
}

}  // namespace

std::optional<ast::DottedName> dotted_name(const ast::Expr& expr) {
  ast::DottedName name;
  name.span = expr.span;
  const ast::Expr* at = &expr;
  for (; at->kind == ast::ExprKind::Member; at = at->children[0]) {
    name.parts.insert(name.parts.begin(), {at->text, at->name_span});
  }
  if (at->kind != ast::ExprKind::Name) return std::nullopt;
  name.parts.insert(name.parts.begin(), {at->text, at->span});
  return name;
}

std::string fold(std::string_view source) {
  std::string out;
  for (size_t at = 0; at < source.size();) {
    if (source[at] == '"' || source[at] == '`') {
      size_t end = end_of_quoted(source, at);
      out += source.substr(at, end - at);
      at = end;
    } else if (source.substr(at, 2) == "//") {
      at = std::min(source.find('\n', at), source.size());
    } else if (is_space(source[at])) {
      if (!out.empty() && out.back() != ' ') out += ' ';
      ++at;
    } else {
      out += source[at++];
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string first_paragraph(std::string_view doc) {
  std::string out;
  for (std::string_view line : split(doc, '\n')) {
    while (!line.empty() && is_space(line.front())) line.remove_prefix(1);
    while (!line.empty() && is_space(line.back())) line.remove_suffix(1);
    if (line.empty() && !out.empty()) break;
    if (!out.empty()) out += ' ';
    out += line;
  }
  return out;
}

Record make_team_record() {
  auto type = [](Type of) { return std::make_shared<const Type>(std::move(of)); };
  Type account = Type::of(ir::Type::Account), text = Type::of(ir::Type::String);
  return {"team",
          {{"name", type(text)},
           {"account", type(account)},
           {"accounts", type(Type::list_of(account))},
           {"ou", type(text)},
           {"storage", type(Type::list_of(text))},
           {"repo", type(Type::list_of(text))}},
          {}};
}

}  // namespace berm::check
