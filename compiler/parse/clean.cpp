// Tokens that no Berm source has, each turned into what was meant.
#include <algorithm>

#include "compiler/parse/lexical.h"

namespace berm::parse {
namespace {

struct Hint {
  std::string_view text;
  std::string_view hint;
};

constexpr Hint kStray[] = {
    {";", "nothing ends with `;` here: leave it out"},
    {"+", "sets of actions are joined with `plus`; a string takes values as `{…}`"},
    {"&", "write `and`"},
    {"|", "write `or`"},
    {"$", "a string takes values as `{…}`, without `$`"},
    {"?", "a value in place of a missing one is written `x ?? 0`"},
    {"/", "a comment starts with `//`"},
    {"\\", "expressions go on over line ends by themselves"},
    {"\xE2\x80\x9C", "strings stand in straight quotes: `\"…\"`"},
    {"\xE2\x80\x9D", "strings stand in straight quotes: `\"…\"`"},
};

class Cleaner {
 public:
  explicit Cleaner(const Context& context) : context_(context) {}

  std::vector<Token> run(const std::vector<Token>& tokens) {
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].begin < skip_to_) continue;
      Token token = tokens[i];
      token.first_on_line |= dropped_first_on_line_;
      dropped_first_on_line_ = false;
      token.broken = dropped_stray_ && !token.first_on_line;
      dropped_stray_ = false;
      if (token.kind == TokenKind::Stray) {
        i = stray(tokens, i);
      } else if (!fix(token)) {
        dropped_first_on_line_ = token.first_on_line;
        continue;
      } else {
        kept_.push_back(token);
      }
    }
    return std::move(kept_);
  }

 private:
  bool tired() const { return context_.diagnostics.items().size() >= kMaxReports; }

  Diagnostic& report(DiagnosticKind kind, std::string message, const Token& token) {
    return context_.diagnostics.add(kind, std::move(message)).at(context_.span(token));
  }

  // Returns false where the token is to be left out.
  bool fix(Token& token) {
    if (tired() && token.kind > TokenKind::Space) return false;
    switch (token.kind) {
      case TokenKind::BadNumber: bad_number(token); return true;
      case TokenKind::SingleQuoted: single_quoted(token); return true;
      case TokenKind::OpenString: open_text(token, TokenKind::String, '"', "string"); return true;
      case TokenKind::OpenRegex: open_text(token, TokenKind::Regex, '`', "regex"); return true;
      case TokenKind::AndAnd: foreign(token, TokenKind::And); return true;
      case TokenKind::OrOr: foreign(token, TokenKind::Or); return true;
      case TokenKind::Bang: foreign(token, TokenKind::Not); return true;
      case TokenKind::HashComment: hash_comment(token); return false;
      case TokenKind::BlockComment: block_comment(token); return false;
      default: return true;
    }
  }

  void foreign(Token& token, TokenKind meant) {
    report(DiagnosticKind::ForeignSyntax, "`" + std::string(context_.source(token)) + "` is no operator here", token)
        .help("write `" + std::string(describe(meant)) + "`");
    token.kind = meant;
  }

  void single_quoted(Token& token) {
    report(DiagnosticKind::ForeignSyntax, "a string stands in double quotes", token)
        .help("write `\"" + std::string(context_.text.substr(token.begin + 1, token.end - token.begin - 2)) + "\"`");
    token.kind = TokenKind::String;
  }

  void open_text(Token& token, TokenKind meant, char quote, std::string_view what) {
    report(DiagnosticKind::UnterminatedText, "this " + std::string(what) + " has no end on its line", token)
        .help(quote == '"' ? "close it with `\"`" : "close it with a backquote");
    token.kind = meant;
    token.broken = true;
  }

  void hash_comment(const Token& token) {
    Token sign = token;
    sign.end = sign.begin + 1;
    report(DiagnosticKind::ForeignSyntax, "`#` starts no comment", sign).help("a comment starts with `//`");
  }

  // Leaves out everything up to the `*/`, or the rest of the line where there is none.
  void block_comment(const Token& token) {
    report(DiagnosticKind::ForeignSyntax, "`/*` starts no comment", token)
        .help("a comment starts with `//` and goes to the end of the line");
    if (comment_end_ < token.end) comment_end_ = std::min(context_.text.find("*/", token.end), kNone);
    size_t end = comment_end_ == kNone ? context_.text.find('\n', token.end) : comment_end_ + 2;
    skip_to_ = std::min(end, context_.text.size());
  }

  static TokenKind trim_number(std::string_view text, Token& token) {
    size_t digits = text.find_first_not_of("0123456789");
    bool unit = std::string_view("smhdw").find(text[digits]) != std::string_view::npos;
    token.end = token.begin + static_cast<uint32_t>(digits + (unit ? 1 : 0));
    return unit ? TokenKind::Duration : TokenKind::Integer;
  }

  void bad_number(Token& token) {
    std::string text(context_.source(token));
    Diagnostic& diagnostic =
        report(DiagnosticKind::BadNumber, "`" + text + "` is neither a number nor a duration", token);
    token.kind = trim_number(text, token);
    if (token.kind == TokenKind::Duration && text.find('.') == std::string::npos) {
      diagnostic.help("a duration has one letter: did you mean `" + std::string(context_.source(token)) + "`?");
    } else {
      diagnostic.help("durations are written `30s`, `15m`, `12h`, `7d` or `2w`");
    }
  }

  // One report for a run of them: a character of several bytes, or several characters.
  size_t stray(const std::vector<Token>& tokens, size_t first) {
    size_t last = first;
    auto joins = [&](size_t next) {
      return next < tokens.size() && tokens[next].kind == TokenKind::Stray &&
             tokens[next].begin == tokens[next - 1].end;
    };
    while (joins(last + 1)) ++last;
    dropped_first_on_line_ = tokens[first].first_on_line;
    dropped_stray_ = true;
    if (tired()) return last;
    Token run = tokens[first];
    run.end = tokens[last].end;
    std::string_view text = context_.source(run);
    Diagnostic& diagnostic =
        report(DiagnosticKind::StrayCharacter, "`" + printable(text) + "` means nothing here", run);
    for (const Hint& known : kStray) {
      if (text.substr(0, known.text.size()) == known.text) diagnostic.help(std::string(known.hint));
    }
    return last;
  }

  static std::string printable(std::string_view text) {
    constexpr size_t kShown = 24;
    std::string out;
    for (char c : text.substr(0, kShown)) out += static_cast<uint8_t>(c) < 0x20 || c == 0x7F ? '.' : c;
    while (text.size() > kShown && !out.empty() && static_cast<uint8_t>(out.back()) >= 0x80) out.pop_back();
    return text.size() > kShown ? out + "…" : out;
  }

  static constexpr size_t kNone = std::string_view::npos - 1;

  const Context& context_;
  std::vector<Token> kept_;
  size_t skip_to_ = 0;
  size_t comment_end_ = 0;  // of the last block comment looked for; kNone: there is no further one
  bool dropped_first_on_line_ = false;
  bool dropped_stray_ = false;
};

}  // namespace

std::vector<Token> clean(std::vector<Token> tokens, const Context& context) { return Cleaner(context).run(tokens); }

}  // namespace berm::parse
