#include "reference/show.h"

#include <fmt/format.h>

namespace berm::reference {
namespace {

using facts::Value;
using facts::ValueKind;

constexpr size_t kLongest = 80;  // bytes of a value
constexpr size_t kInline = 300;  // bytes of a text inside a sentence

// Cuts between code points.
std::string cut(std::string text, size_t longest) {
  if (text.size() <= longest) return text;
  while (longest > 0 && (static_cast<unsigned char>(text[longest]) & 0xC0) == 0x80) --longest;
  return text.substr(0, longest) + "…";
}

void write_char(std::string& out, char c, bool quoted) {
  if (c == '\n') {
    out += quoted ? "\\n" : " ";
  } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
    out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
  } else {
    if (quoted && (c == '"' || c == '\\')) out += '\\';
    out += c;
  }
}

// Writes until `out` is longer than anyone will see.
class Writer {
 public:
  std::string out;

  void write(const Value& value) {
    if (value.sensitive) {
      out += "(sensitive)";
      return;
    }
    switch (value.kind) {
      case ValueKind::Null: out += "null"; break;
      case ValueKind::Unknown: out += "(known after apply)"; break;
      case ValueKind::Bool: out += value.boolean ? "true" : "false"; break;
      case ValueKind::Number: out += value.string(); break;
      case ValueKind::String: write_text(value.string()); break;
      case ValueKind::List: write_list(value); break;
      case ValueKind::Object: write_object(value); break;
    }
  }

 private:
  bool full() const { return out.size() > kLongest; }

  void write_text(std::string_view text) {
    out += '"';
    for (size_t i = 0; i < text.size() && !full(); ++i) write_char(out, text[i], true);
    out += '"';
  }

  void write_list(const Value& value) {
    out += '[';
    const char* separator = "";
    for (const Value& element : value.list()) {
      if (full()) break;
      out += separator;
      separator = ", ";
      write(element);
    }
    out += ']';
  }

  void write_object(const Value& value) {
    out += '{';
    for (const facts::Member& member : value.object()) {
      if (full()) break;
      out += out.ends_with('{') ? " " : ", ";
      for (char c : member.key) write_char(out, c, true);
      out += " = ";
      write(member.value);
    }
    out += out.ends_with('{') ? "}" : " }";
  }
};

}  // namespace

std::string show(const Value& value) {
  Writer writer;
  writer.write(value);
  return cut(std::move(writer.out), kLongest);
}

std::string show_inline(const Value& value) {
  if (value.sensitive || value.kind != ValueKind::String) return show(value);
  std::string out;
  for (char c : value.string()) write_char(out, c, false);
  return cut(std::move(out), kInline);
}

}  // namespace berm::reference
