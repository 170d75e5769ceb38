#include "compiler/parse/parse.h"

#include "compiler/parse/lexical.h"
#include "compiler/parse/repair.h"
#include "compiler/parse/split.h"

namespace berm::parse {
namespace {

// A byte order mark is no text.
uint32_t text_begin(std::string_view text) { return text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0; }

void report_missing_package(const Context& context, uint32_t begin) {
  context.diagnostics.add(DiagnosticKind::MissingPackage, "this file does not say its package")
      .at(context.span(begin, begin))
      .help("start it with `package` and a name, such as `package acme.baseline`");
}

void report_too_long(const Chunk& chunk, const Context& context) {
  context.diagnostics
      .add(DiagnosticKind::SourceTooLarge,
           "this declaration has more than " + std::to_string(kMaxDeclarationTokens) + " words and signs")
      .at(context.span(chunk.tokens[0]))
      .help("split it");
}

// `package` comes first, then the imports, then everything else.
class OrderCheck {
 public:
  explicit OrderCheck(const Context& context) : context_(context) {}

  void next(const Node& declaration) {
    const Node& what = *declaration.children.back();
    Stage stage = Stage::Rest;
    if (what.rule == RuleKind::PackageDecl) stage = Stage::Package;
    if (what.rule == RuleKind::ImportDecl) stage = Stage::Import;
    if (stage == Stage::Package) ++packages_;
    if (stage < seen_ || (stage == Stage::Package && packages_ > 1)) report(what, stage);
    seen_ = std::max(seen_, stage);
  }

 private:
  enum class Stage { Package, Import, Rest };

  void report(const Node& what, Stage stage) {
    bool again = stage == Stage::Package && packages_ > 1;
    context_.diagnostics
        .add(DiagnosticKind::MisplacedDeclaration, again                     ? "a second `package` in one file"
                                                   : stage == Stage::Package ? "`package` does not stand first"
                                                                             : "`import` stands behind declarations")
        .at(context_.span(what))
        .help("a file starts with `package`, then come the imports, then all the rest");
  }

  const Context& context_;
  Stage seen_ = Stage::Package;
  size_t packages_ = 0;
};

void build_chunk(const Chunk& chunk, Builder& builder, OrderCheck& order, const Context& context, ast::File& file) {
  if (chunk.tokens.size() > kMaxDeclarationTokens) return report_too_long(chunk, context);
  std::optional<Tree> tree;
  if (context.diagnostics.items().size() < kMaxReports) {
    tree = parse_repaired(chunk.tokens, Start::Declaration, context);
  }
  if (tree) {
    order.next(tree->nodes[0]);
    builder.declaration(tree->nodes[0], chunk.doc);
  } else if (auto name = declared_name(chunk, context)) {
    file.lost.push_back(*name);
  }
}

}  // namespace

ast::File parse(FileId id, const SourceSet& sources, Diagnostics& diagnostics) {
  ast::File file;
  file.source = id;
  file.arena = std::make_unique<llvm::BumpPtrAllocator>();
  Context context{id, sources.file(id).text(), *file.arena, diagnostics};
  if (!check_bytes(context)) return file;
  uint32_t begin = text_begin(context.text);
  std::vector<Token> tokens = clean(lex(context.text, begin, static_cast<uint32_t>(context.text.size())), context);
  if (!check_nesting(tokens, context)) return file;
  Builder builder(context, file);
  OrderCheck order(context);
  bool lost_package = false;
  for (const Chunk& chunk : split_declarations(tokens, context)) {
    build_chunk(chunk, builder, order, context, file);
    lost_package |= chunk.tokens[0].kind == TokenKind::Package;
  }
  if (file.package.parts.empty() && !lost_package) report_missing_package(context, begin);
  return file;
}

}  // namespace berm::parse
