#include "runtime/report/text_writer.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/visible_text.h"

namespace berm::report {
namespace {

constexpr unsigned kMinWidth = 40;
constexpr size_t kLongText = 300;  // bytes

// Columns that escapes for colour take no part of.
size_t columns_of(std::string_view word) {
  size_t columns = display_width(word);
  for (size_t at = word.find('\x1b'); at != std::string_view::npos; at = word.find('\x1b', at + 1)) {
    columns -= display_width(word.substr(at, word.find('m', at) + 1 - at));
  }
  return columns;
}

}  // namespace

std::string_view color_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::Violated: return style::kRed;
    case Verdict::NotProven: return style::kYellow;
    case Verdict::Satisfied: return style::kGreen;
    case Verdict::NotApplicable:
    case Verdict::NotJudgedHere: return style::kDim;
  }
  return {};
}

TextWriter::TextWriter(const Options& options) : options_(options), width_(std::max(options.width, kMinWidth)) {}

void TextWriter::line(std::string text) { out_ += without_log_commands(std::move(text)) + "\n"; }

std::string TextWriter::painted(std::string_view style, std::string_view text) const {
  return options_.color ? fmt::format("{}{}\x1b[0m", style, text) : std::string(text);
}

void TextWriter::wrapped(unsigned indent, std::string_view text, unsigned hang) {
  std::string current(indent, ' ');
  size_t columns = indent;
  bool fresh = true;
  for (std::string_view word : split(text, ' ')) {
    size_t width = columns_of(word);
    if (!fresh && columns + 1 + width > width_) {
      line(std::move(current));
      current = std::string(indent + hang, ' ');
      columns = indent + hang;
      fresh = true;
    }
    if (!fresh) current += ' ';
    current += word;
    columns += width + (fresh ? 0 : 1);
    fresh = false;
  }
  line(std::move(current));
}

void TextWriter::field(unsigned indent, std::string_view label, std::string_view value) {
  if (!value.empty()) wrapped(indent, fmt::format("{}: {}", label, visible_prose(value)), 2);
}

std::string TextWriter::cut(std::string text) const {
  if (options_.verbose || text.size() <= kLongText) return text;
  size_t end = text.rfind(' ', kLongText);
  text.resize(end == std::string::npos || end < kLongText / 2 ? kLongText : end);
  while (auto broken = find_invalid_utf8(text)) text.resize(*broken);
  return text + " …";
}

}  // namespace berm::report
