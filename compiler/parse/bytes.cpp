#include "base/text.h"
#include "compiler/parse/lexical.h"
#include "compiler/parse/parse.h"

namespace berm::parse {

bool check_bytes(const Context& context) {
  Diagnostics& diagnostics = context.diagnostics;
  std::string_view text = context.text;
  if (text.size() > kMaxSourceBytes) {
    diagnostics
        .add(DiagnosticKind::SourceTooLarge,
             "this file has " + std::to_string(text.size()) + " bytes, more than " + std::to_string(kMaxSourceBytes))
        .at(context.span(0, 0))
        .help("split it; is it policy source at all?");
    return false;
  }
  if (auto bad = find_invalid_utf8(text)) {
    uint32_t at = static_cast<uint32_t>(*bad);
    diagnostics.add(DiagnosticKind::InvalidUtf8, "this byte is not UTF-8 text")
        .at(context.span(at, at + 1))
        .help("save the file as UTF-8");
    return false;
  }
  size_t nul = text.find('\0');
  if (nul != std::string_view::npos) {
    uint32_t at = static_cast<uint32_t>(nul);
    diagnostics.add(DiagnosticKind::NulByte, "a NUL byte stands in the text")
        .at(context.span(at, at + 1))
        .help("save the file as UTF-8 text");
    return false;
  }
  return true;
}

}  // namespace berm::parse
