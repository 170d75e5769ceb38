// Source text: parsing, checking, and what is said of its mistakes.
#include "base/source.h"
#include "catalog/catalog.h"
#include "compiler/check/check.h"
#include "compiler/parse/parse.h"
#include "tests/fuzz/diagnosed.h"
#include "tests/fuzz/fuzz.h"

namespace berm::fuzz {

void source(std::string_view input) {
  SourceSet sources;
  Diagnostics diagnostics;
  FileId id = sources.add("input.berm", std::string(input));
  check::Input files;
  files.files.push_back(parse::parse(id, sources, diagnostics));
  files.standard_library = {false};
  ast::dump(files.files[0], sources);
  ir::Module module = check::check(files, sources, catalog::Catalog::builtin(), diagnostics);
  diagnostics.sort();
  show(diagnostics, sources);
  if (!diagnostics.has_errors()) ir::dump(module);
}

}  // namespace berm::fuzz
