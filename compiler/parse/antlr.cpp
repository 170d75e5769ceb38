// The only file that includes ANTLR. Its exceptions end here.
#include "BermLexer.h"
#include "BermParser.h"
#include "antlr4-runtime.h"
#include "compiler/parse/syntax.h"

namespace berm::parse {
namespace {

using generated::BermLexer;
using generated::BermParser;

#define BERM_KEYWORD(name, text) static_assert(static_cast<size_t>(TokenKind::name) == BermParser::name);
#define BERM_PUNCTUATION(name, text) static_assert(static_cast<size_t>(TokenKind::name) == BermParser::name);
#define BERM_TOKEN(name, text) static_assert(static_cast<size_t>(TokenKind::name) == BermParser::name);
#define BERM_RULE(name) static_assert(static_cast<size_t>(RuleKind::name) == BermParser::Rule##name);
#include "compiler/parse/syntax_kind.def"
static_assert(static_cast<size_t>(TokenKind::Stray) == BermLexer::Stray);

// The bytes of the source as ANTLR's characters: the grammar needs no character beyond ASCII by name, and so
// every index is a byte offset.
class ByteStream : public antlr4::CharStream {
 public:
  ByteStream(std::string_view text, size_t begin, size_t end) : text_(text), at_(begin), end_(end) {}

  void consume() override { ++at_; }
  size_t LA(ssize_t offset) override {
    if (offset == 0) return 0;
    size_t at = offset > 0 ? at_ + static_cast<size_t>(offset) - 1 : at_ - static_cast<size_t>(-offset);
    return at < end_ ? static_cast<uint8_t>(text_[at]) : static_cast<size_t>(EOF);
  }
  ssize_t mark() override { return -1; }
  void release(ssize_t) override {}
  size_t index() override { return at_; }
  void seek(size_t index) override { at_ = std::min(index, end_); }
  size_t size() override { return end_; }
  std::string getSourceName() const override { return {}; }
  std::string getText(const antlr4::misc::Interval& interval) override {
    size_t first = static_cast<size_t>(interval.a);
    size_t stop = std::min(static_cast<size_t>(interval.b) + 1, end_);
    return first < stop ? std::string(text_.substr(first, stop - first)) : std::string();
  }
  std::string toString() const override { return std::string(text_); }

 private:
  std::string_view text_;
  size_t at_;
  size_t end_;
};

// Stops at the first mistake and remembers where it was; recovery is our own business.
class StopAtFirstError : public antlr4::DefaultErrorStrategy {
 public:
  explicit StopAtFirstError(SyntaxError& error) : error_(error) {}

  void recover(antlr4::Parser* parser, std::exception_ptr cause) override {
    size_t token = parser->getCurrentToken()->getTokenIndex();
    try {
      std::rethrow_exception(cause);
    } catch (antlr4::RecognitionException& e) {
      if (e.getOffendingToken() != nullptr) token = e.getOffendingToken()->getTokenIndex();
    }
    stop(parser, token);
  }
  antlr4::Token* recoverInline(antlr4::Parser* parser) override {
    stop(parser, parser->getCurrentToken()->getTokenIndex());
    return nullptr;
  }
  void sync(antlr4::Parser*) override {}
  void reportError(antlr4::Parser*, const antlr4::RecognitionException&) override {}

 private:
  void stop(antlr4::Parser* parser, size_t token) {
    error_.token = token;
    error_.rules.clear();
    for (auto* context = parser->getContext(); context != nullptr;) {
      error_.rules.push_back(static_cast<RuleKind>(context->getRuleIndex()));
      context = dynamic_cast<antlr4::ParserRuleContext*>(context->parent);
    }
    std::reverse(error_.rules.begin(), error_.rules.end());
    throw antlr4::ParseCancellationException();
  }

  SyntaxError& error_;
};

// Builds our tree while ANTLR reads, so that its own is never made.
class TreeListener : public antlr4::tree::ParseTreeListener {
 public:
  TreeListener(Tree& tree, const std::vector<Token>& tokens) : tree_(tree), tokens_(tokens) {}

  void enterEveryRule(antlr4::ParserRuleContext* context) override {
    uint32_t at = static_cast<uint32_t>(context->getStart()->getStartIndex());
    open_.push_back(&add(Node{false, static_cast<RuleKind>(context->getRuleIndex()), TokenKind::End, at, at, {}}));
  }
  void exitEveryRule(antlr4::ParserRuleContext*) override {
    Node* node = open_.back();
    open_.pop_back();
    if (node->children.empty()) return;
    node->begin = node->children.front()->begin;
    node->end = node->children.back()->end;
  }
  void visitTerminal(antlr4::tree::TerminalNode* terminal) override {
    size_t index = terminal->getSymbol()->getTokenIndex();
    if (index >= tokens_.size()) return;
    const Token& token = tokens_[index];
    add(Node{true, RuleKind::Declaration, token.kind, token.begin, token.end, {}});
  }
  void visitErrorNode(antlr4::tree::ErrorNode*) override {}

 private:
  Node& add(Node node) {
    Node& added = tree_.nodes.emplace_back(std::move(node));
    if (!open_.empty()) open_.back()->children.push_back(&added);
    return added;
  }

  Tree& tree_;
  const std::vector<Token>& tokens_;
  std::vector<Node*> open_;
};

std::vector<std::unique_ptr<antlr4::Token>> antlr_tokens(const std::vector<Token>& tokens) {
  std::vector<std::unique_ptr<antlr4::Token>> made;
  made.reserve(tokens.size() + 1);
  auto add = [&](size_t type, uint32_t begin) {
    auto token = std::make_unique<antlr4::CommonToken>(type);
    token->setStartIndex(begin);
    made.push_back(std::move(token));
  };
  for (const Token& token : tokens) add(static_cast<size_t>(token.kind), token.begin);
  add(antlr4::Token::EOF, tokens.empty() ? 0 : tokens.back().end);
  return made;
}

// SLL decides as the full algorithm does wherever it succeeds, and faster; where it fails the full one has
// the last word.
bool run(const std::vector<Token>& tokens, Start start, antlr4::atn::PredictionMode mode, ParseResult& result) {
  antlr4::ListTokenSource source(antlr_tokens(tokens));
  antlr4::CommonTokenStream stream(&source);
  BermParser parser(&stream);
  parser.removeErrorListeners();
  parser.setBuildParseTree(false);
  parser.setErrorHandler(std::make_shared<StopAtFirstError>(result.error));
  parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(mode);
  result.tree.nodes.clear();
  TreeListener listener(result.tree, tokens);
  parser.addParseListener(&listener);
  try {
    start == Start::Declaration ? static_cast<void>(parser.declaration()) : static_cast<void>(parser.interpolation());
    return true;
  } catch (const antlr4::ParseCancellationException&) {
    return false;
  }
}

}  // namespace

std::vector<Token> lex(std::string_view text, uint32_t begin, uint32_t end) {
  ByteStream bytes(text, begin, end);
  BermLexer lexer(&bytes);
  lexer.removeErrorListeners();
  std::vector<Token> tokens;
  size_t line_searched = begin;
  while (true) {
    std::unique_ptr<antlr4::Token> next = lexer.nextToken();
    if (next->getType() == antlr4::Token::EOF) return tokens;
    Token token{static_cast<TokenKind>(next->getType()), false, false, static_cast<uint32_t>(next->getStartIndex()),
                static_cast<uint32_t>(next->getStopIndex() + 1)};
    std::string_view gap = text.substr(line_searched, token.begin - line_searched);
    token.first_on_line = line_searched == begin || gap.find('\n') != std::string_view::npos;
    line_searched = token.end;
    tokens.push_back(token);
  }
}

ParseResult parse_tokens(const std::vector<Token>& tokens, Start start, Effort effort) {
  ParseResult result;
  result.ok = run(tokens, start, antlr4::atn::PredictionMode::SLL, result);
  if (!result.ok && effort == Effort::Full) result.ok = run(tokens, start, antlr4::atn::PredictionMode::LL, result);
  return result;
}

}  // namespace berm::parse
