// Diagnostics as text: the message, the place, the line underlined, labels and help.
#include <algorithm>

#include "base/diagnostic.h"
#include "base/text.h"
#include "base/visible_text.h"
#include "fmt/format.h"

namespace berm {
namespace {

constexpr uint32_t kTabWidth = 4;

struct Style {
  std::string_view error, warning, accent, bold, reset;
};
constexpr Style kPlain{"", "", "", "", ""};
constexpr Style kColored{"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;34m", "\x1b[1m", "\x1b[0m"};

// A line ready for a terminal, and where each of its bytes went (in bytes of `text`).
struct ShownLine {
  std::string text;
  std::vector<size_t> offsets;  // source byte → byte in `text`; one more for the end
};

size_t sequence_length(unsigned char lead) { return lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4; }

// Tabs become spaces; what could talk to the terminal becomes a visible escape.
ShownLine show_line(std::string_view line) {
  ShownLine shown;
  for (size_t at = 0; at < line.size();) {
    std::string_view sequence = line.substr(at, sequence_length(static_cast<unsigned char>(line[at])));
    if (find_invalid_utf8(sequence)) sequence = sequence.substr(0, 1);
    shown.offsets.insert(shown.offsets.end(), sequence.size(), shown.text.size());
    if (sequence == "\t") {
      shown.text.append(kTabWidth - display_width(shown.text) % kTabWidth, ' ');
    } else {
      shown.text += visible(sequence);
    }
    at += sequence.size();
  }
  shown.offsets.push_back(shown.text.size());
  return shown;
}

// The part of a long line around [begin, end), as byte offsets that do not cut a code point.
struct Window {
  size_t begin = 0, end = 0;
};

Window cut(std::string_view text, size_t begin, size_t end, size_t columns) {
  if (display_width(text) <= columns) return {0, text.size()};
  size_t half = (columns - std::min(columns, end - begin)) / 2;
  size_t first = begin > half ? begin - half : 0;
  size_t last = std::min(text.size(), first + columns);
  auto inside = [&](size_t at) { return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80; };
  while (inside(first)) ++first;
  while (inside(last)) --last;
  return {first, last};
}

class Renderer {
 public:
  Renderer(const SourceSet& sources, const RenderOptions& options)
      : sources_(sources), options_(options), style_(options.color ? kColored : kPlain) {}

  std::string render(const Diagnostic& diagnostic) {
    DiagnosticLevel how = level(diagnostic.kind);
    std::string_view color = how == DiagnosticLevel::Error ? style_.error : style_.warning;
    out_ = fmt::format("{}{}{}{}: {}{} [{}]\n", color, name(how), style_.reset, style_.bold,
                       visible(diagnostic.message), style_.reset, id(diagnostic.kind));
    gutter_ = gutter_width(diagnostic);
    if (diagnostic.span) excerpt(*diagnostic.span, "-->", '^', "", color);
    if (diagnostic.position) position(*diagnostic.position);
    for (const Label& label : diagnostic.labels) excerpt(label.span, ":::", '-', visible(label.text), style_.accent);
    if (!diagnostic.hint.empty()) {
      out_ +=
          fmt::format("{:>{}} {}={} help: {}\n", "", gutter_, style_.accent, style_.reset, visible(diagnostic.hint));
    }
    return std::move(out_);
  }

 private:
  size_t gutter_width(const Diagnostic& diagnostic) const {
    size_t width = 1;
    auto note = [&](Span span) {
      LineColumn at = sources_.file(span.file).position(span.begin);
      width = std::max(width, std::to_string(at.line).size());
    };
    if (diagnostic.span) note(*diagnostic.span);
    for (const Label& label : diagnostic.labels) note(label.span);
    return width;
  }

  void position(const InputPosition& at) {
    out_ += fmt::format("{:>{}}{}-->{} {}", "", gutter_, style_.accent, style_.reset, visible(at.path));
    if (at.line > 0) out_ += fmt::format(":{}", at.line);
    if (at.line > 0 && at.column > 0) out_ += fmt::format(":{}", at.column);
    out_ += '\n';
  }

  void bar(std::string_view number, std::string_view rest) {
    std::string line =
        fmt::format("{}{:>{}} |{}{}{}", style_.accent, number, gutter_, style_.reset, rest.empty() ? "" : " ", rest);
    out_ += line + '\n';
  }

  // The first line of the span, underlined; a longer span is underlined to the end of that line.
  void excerpt(Span span, std::string_view arrow, char mark, std::string_view text, std::string_view color) {
    const SourceFile& file = sources_.file(span.file);
    LineColumn start = file.position(span.begin);
    out_ += fmt::format("{:>{}}{}{}{} {}:{}:{}\n", "", gutter_, style_.accent, arrow, style_.reset,
                        visible(file.path()), start.line, start.column);
    std::string_view line = file.line(start.line);
    size_t first = std::min<size_t>(start.column - 1, line.size());
    size_t length = std::min<size_t>(span.end - std::min(span.begin, span.end), line.size() - first);
    ShownLine shown = show_line(line);
    size_t begin = shown.offsets[first], end = shown.offsets[first + length];
    size_t columns = options_.width > gutter_ + 23 ? options_.width - gutter_ - 3 : 20;
    Window window = cut(shown.text, begin, end, columns);
    end = std::clamp(end, window.begin, window.end);
    begin = std::clamp(begin, window.begin, end);
    std::string_view visible = std::string_view(shown.text).substr(window.begin, window.end - window.begin);
    size_t indent = display_width(std::string_view(shown.text).substr(window.begin, begin - window.begin));
    size_t marks = std::max<size_t>(1, display_width(std::string_view(shown.text).substr(begin, end - begin)));
    bar("", "");
    bar(std::to_string(start.line), visible);
    std::string underline = fmt::format("{:>{}}{}{}{}", "", indent, color, std::string(marks, mark), style_.reset);
    if (!text.empty()) underline += fmt::format(" {}", text);
    bar("", underline);
  }

  const SourceSet& sources_;
  const RenderOptions& options_;
  const Style& style_;
  std::string out_;
  size_t gutter_ = 1;
};

}  // namespace

std::string render(const Diagnostics& diagnostics, const SourceSet& sources, const RenderOptions& options) {
  std::string out;
  size_t shown = 0;
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    if (options.max_shown != 0 && shown == options.max_shown) {
      out += fmt::format("… and {} more\n", diagnostics.items().size() - shown);
      break;
    }
    if (shown > 0) out += '\n';
    out += Renderer(sources, options).render(diagnostic);
    ++shown;
  }
  return out;
}

}  // namespace berm
