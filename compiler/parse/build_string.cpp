#include "compiler/parse/build.h"
#include "compiler/parse/lexical.h"
#include "compiler/parse/repair.h"

namespace berm::parse {
namespace {

using ast::Expr;
using ast::ExprKind;

// The place behind the interpolation that starts at `at`, or nothing where its brace is never closed.
std::optional<uint32_t> find_close(std::string_view text, uint32_t at, uint32_t end) {
  for (; at < end; ++at) {
    if (text[at] == '}') return at;
  }
  return std::nullopt;
}

struct Content {
  uint32_t begin;
  uint32_t end;
};

// What stands between the quotes; the closing one may be missing.
Content content(std::string_view text, uint32_t begin, uint32_t end) {
  uint32_t at = begin + 1;
  while (at < end && text[at] != text[begin]) at += text[at] == '\\' ? 2 : 1;
  return {begin + 1, std::min(at, end)};
}

// Reads one string from left to right; `pending_` is the text since the last interpolation.
class StringReader {
 public:
  StringReader(const Context& context, uint32_t begin, uint32_t end)
      : context_(context), at_(begin), end_(end), piece_begin_(begin) {}

  // Reads up to the next interpolation, whose inside it returns, or the end.
  std::optional<Content> next() {
    while (at_ < end_) {
      char c = context_.text[at_];
      char following = at_ + 1 < end_ ? context_.text[at_ + 1] : '\0';
      if (c == '\\') {
        escape(following);
      } else if ((c == '{' || c == '}') && following == c) {
        take(c, 2);
      } else if (c == '}') {
        lone_brace();
      } else if (c == '{') {
        if (auto inside = interpolation()) return inside;
      } else {
        take(c, 1);
      }
    }
    return std::nullopt;
  }

  Span piece_span() const { return context_.span(piece_begin_, at_); }
  std::string take_text() { return std::move(text_); }
  void resume(uint32_t at) {
    at_ = piece_begin_ = at;
    text_.clear();
  }

 private:
  void take(char c, uint32_t length) {
    text_ += c;
    at_ += length;
  }

  void escape(char following) {
    switch (following) {
      case 'n': return take('\n', 2);
      case 't': return take('\t', 2);
      case '"':
      case '\'':
      case '\\': return take(following, 2);
      default: break;
    }
    context_.diagnostics
        .add(DiagnosticKind::BadEscape, "`" + std::string(context_.text.substr(at_, 2)) + "` is no escape in a string")
        .at(context_.span(at_, std::min(at_ + 2, end_)))
        .help("write `\\\\` for a backslash; a regex stands in backquotes and needs no escapes");
    take('\\', 1);
  }

  void lone_brace() {
    context_.diagnostics.add(DiagnosticKind::BadInterpolation, "this `}` closes nothing in the string")
        .at(context_.span(at_, at_ + 1))
        .help("write `}}` for a brace");
    take('}', 1);
  }

  std::optional<Content> interpolation() {
    std::optional<uint32_t> close = find_close(context_.text, at_, end_);
    if (close) return Content{at_ + 1, *close};
    context_.diagnostics.add(DiagnosticKind::BadInterpolation, "`{` opens a value in the string that no `}` closes")
        .at(context_.span(at_, at_ + 1))
        .help("write `{{` for a brace");
    take('{', 1);
    return std::nullopt;
  }

  const Context& context_;
  uint32_t at_;
  uint32_t end_;
  uint32_t piece_begin_;
  std::string text_;
};

}  // namespace

const Expr* Builder::string(const Node& token) {
  Content all = content(context_.text, token.begin, token.end);
  StringReader reader(context_, all.begin, all.end);
  std::vector<const Expr*> pieces;
  while (true) {
    std::optional<Content> inside = reader.next();
    Span span = inside || !pieces.empty() ? reader.piece_span() : context_.span(token);
    std::string text = reader.take_text();
    if (!inside && pieces.empty()) return leaf(ExprKind::String, span, context_.keep(text));
    if (!text.empty()) pieces.push_back(leaf(ExprKind::String, span, context_.keep(text)));
    if (!inside) break;
    pieces.push_back(interpolated(inside->begin, inside->end));
    reader.resume(inside->end + 1);
  }
  return with_children(make(ExprKind::Interpolation, context_.span(token)), pieces);
}

std::string_view Builder::plain_string(const Node& token) {
  const Expr* made = string(token);
  if (made->kind == ExprKind::String) return made->text;
  context_.diagnostics.add(DiagnosticKind::BadInterpolation, "this string stands for itself and takes no `{…}`")
      .at(made->span)
      .help("write `{{` for a brace");
  return {};
}

const Expr* Builder::interpolated(uint32_t begin, uint32_t end) {
  std::vector<Token> tokens = clean(lex(context_.text, begin, end), context_);
  Span span = context_.span(begin - 1, end + 1);
  if (tokens.empty()) {
    context_.diagnostics.add(DiagnosticKind::EmptyBraces, "these braces are empty")
        .at(span)
        .help("write `{{` for a brace, or a value such as `{t.arn}`");
    return error(span);
  }
  if (!check_nesting(tokens, context_)) return error(span);
  std::optional<Tree> tree = parse_repaired(std::move(tokens), Start::Interpolation, context_);
  return tree ? expr(*tree->nodes[0].children[0]) : error(span);
}

}  // namespace berm::parse
