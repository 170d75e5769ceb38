#include "tests/fuzz/diagnosed.h"

#include "base/text.h"
#include "tests/fuzz/fuzz.h"

namespace berm::fuzz {
namespace {

void inside(const Span& span, const SourceSet& sources) {
  require(span.file.index < sources.size(), "a diagnostic names a text that is there");
  require(span.begin <= span.end, "a place begins before it ends");
  require(span.end <= sources.file(span.file).text().size(), "a place lies in its text");
}

}  // namespace

void show(const Diagnostics& diagnostics, const SourceSet& sources) {
  for (const Diagnostic& item : diagnostics.items()) {
    require(!item.message.empty(), "a diagnostic has words");
    if (item.span) inside(*item.span, sources);
    for (const Label& label : item.labels) inside(label.span, sources);
  }
  std::string text = render(diagnostics, sources, {.width = 80, .max_shown = 0});
  require(text.empty() == diagnostics.empty(), "diagnostics are shown");
}

}  // namespace berm::fuzz
