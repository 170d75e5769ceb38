#include "access/json_tree.h"

#include <fmt/format.h>

namespace berm::access {
namespace {

using Kind = JsonNode::Kind;
constexpr size_t kLongestName = 80;

// A name out of the input, made fit for one line of a message.
std::string shown(std::string_view name) {
  std::string out;
  for (char c : name.substr(0, kLongestName)) out += static_cast<unsigned char>(c) < 0x20 || c == '`' ? '?' : c;
  if (name.size() <= kLongestName) return out;
  while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xC0) == 0x80) out.pop_back();
  if (!out.empty() && static_cast<unsigned char>(out.back()) >= 0xC0) out.pop_back();
  return out + "…";
}

void write_escape(std::string& out, char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  if (static_cast<unsigned char>(c) < 0x20) {
    out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
  } else {
    out += c;
  }
}

void write_string(std::string& out, std::string_view text) {
  out += '"';
  for (char c : text) write_escape(out, c);
  out += '"';
}

// Writes a node; `depth` is its indentation where `pretty`. The depth of a tree is bounded by its reader and by
// the shape of a policy.
class Writer {
 public:
  explicit Writer(bool pretty) : pretty_(pretty) {}
  std::string take() { return std::move(out_); }

  void write(const JsonNode& node, size_t depth) {
    switch (node.kind) {
      case Kind::Null: out_ += "null"; break;
      case Kind::Bool:
      case Kind::Number: out_ += node.text; break;
      case Kind::String: write_string(out_, node.text); break;
      case Kind::Array: write_members(node, depth, '[', ']'); break;
      case Kind::Object: write_members(node, depth, '{', '}'); break;
    }
  }

 private:
  void write_members(const JsonNode& node, size_t depth, char open, char close) {
    out_ += open;
    for (size_t i = 0; i < node.members.size(); ++i) {
      if (i > 0) out_ += ',';
      new_line(depth + 1);
      write_member(node, node.members[i], depth + 1);
    }
    if (!node.members.empty()) new_line(depth);
    out_ += close;
  }

  void write_member(const JsonNode& parent, const JsonMember& member, size_t depth) {
    if (parent.is(Kind::Object)) {
      write_string(out_, member.name);
      out_ += pretty_ ? ": " : ":";
    }
    write(member.value, depth);
  }

  void new_line(size_t depth) {
    if (!pretty_) return;
    out_ += '\n';
    out_.append(depth * 2, ' ');
  }

  bool pretty_;
  std::string out_;
};

}  // namespace

JsonNode JsonNode::string(std::string_view value) { return {Kind::String, std::string(value), {}}; }
JsonNode JsonNode::array() { return {Kind::Array, {}, {}}; }
JsonNode JsonNode::object() { return {Kind::Object, {}, {}}; }

const JsonNode* JsonNode::find(std::string_view name) const {
  for (const JsonMember& member : members) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

JsonNode& JsonNode::add(std::string_view name, JsonNode value) {
  members.push_back({std::string(name), std::move(value)});
  return members.back().value;
}

std::string json_path(std::string_view parent, std::string_view name) {
  return parent.empty() ? shown(name) : fmt::format("{}.{}", parent, shown(name));
}

std::string json_path(std::string_view parent, size_t index) { return fmt::format("{}[{}]", parent, index); }

std::string write_json_minified(const JsonNode& node) {
  Writer writer(false);
  writer.write(node, 0);
  return writer.take();
}

std::string write_json_pretty(const JsonNode& node) {
  Writer writer(true);
  writer.write(node, 0);
  return writer.take() + "\n";
}

}  // namespace berm::access
