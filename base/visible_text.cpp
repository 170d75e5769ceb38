#include "base/visible_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "base/text.h"

namespace berm {
namespace {

size_t length_of(unsigned char lead) { return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4; }

uint32_t decode(std::string_view sequence) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(sequence[i]); };
  if (sequence.size() == 1) return byte(0);
  uint32_t point = byte(0) & (0x7Fu >> sequence.size());
  for (size_t i = 1; i < sequence.size(); ++i) point = point << 6 | (byte(i) & 0x3Fu);
  return point;
}

bool is_hidden(uint32_t point) {
  bool control = point < 0x20 || (point >= 0x7F && point <= 0x9F);
  bool direction = point == 0x61C || point == 0x200E || point == 0x200F || (point >= 0x202A && point <= 0x202E) ||
                   (point >= 0x2066 && point <= 0x2069);
  bool invisible = point == 0x200B || point == 0x2028 || point == 0x2029 || point == 0xFEFF ||
                   (point >= 0xE0000 && point <= 0xE007F);
  return control || direction || invisible;
}

std::string escape(uint32_t point) {
  if (point == '\n') return "\\n";
  if (point == '\r') return "\\r";
  if (point == '\t') return "\\t";
  return fmt::format("\\u{{{:x}}}", point);
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

}  // namespace

std::string visible(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    size_t plain = plain_prefix(text.substr(at));
    out += text.substr(at, plain);
    at += plain;
    if (at == text.size()) break;
    std::string_view sequence = text.substr(at, length_of(static_cast<unsigned char>(text[at])));
    if (find_invalid_utf8(sequence)) {
      out += fmt::format("\\x{{{:02x}}}", static_cast<unsigned char>(text[at++]));
      continue;
    }
    uint32_t point = decode(sequence);
    if (is_hidden(point))
      out += escape(point);
    else
      out += sequence;
    at += sequence.size();
  }
  return out;
}

std::string visible_prose(std::string_view text) {
  std::string folded;
  for (char c : text) {
    if (!is_space(c))
      folded += c;
    else if (!folded.empty() && folded.back() != ' ')
      folded += ' ';
  }
  if (!folded.empty() && folded.back() == ' ') folded.pop_back();
  return visible(folded);
}

std::string without_log_commands(std::string line) {
  size_t start = std::min(line.find_first_not_of(' '), line.size());
  if (line.compare(start, 2, "::") == 0) line.insert(start, "\\");
  for (size_t at = line.find("##["); at != std::string::npos; at = line.find("##[", at)) line.insert(at + 2, "\\");
  return line;
}

}  // namespace berm
