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

void build_chunk(const Chunk& chunk, Builder& builder, const Context& context, ast::File& file) {
  std::optional<Tree> tree = parse_repaired(chunk.tokens, Start::Declaration, context);
  if (tree) {
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
  for (const Chunk& chunk : split_declarations(tokens, context)) build_chunk(chunk, builder, context, file);
  if (file.package.parts.empty()) report_missing_package(context, begin);
  return file;
}

}  // namespace berm::parse
