// YAML files that people write (the manifest, waivers): trees with places, and the checks that each of them needs.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace berm::yaml {

struct Entry;

struct Node {
  enum class Kind : uint8_t { Empty, Scalar, List, Map } kind = Kind::Empty;
  uint64_t line = 0, column = 0;  // from 1
  std::string text;               // Scalar
  std::vector<Node> items;        // List
  std::vector<Entry> entries;     // Map, as written: keys may repeat

  bool is_scalar() const { return kind == Kind::Scalar; }
  bool is_list() const { return kind == Kind::List; }
  bool is_map() const { return kind == Kind::Map; }
};

struct Entry {
  Node key, value;
};

// What kind of file it is: how messages name it, under which kinds they are registered, and how large it may be.
struct Format {
  std::string_view name;  // "the manifest"
  DiagnosticKind syntax, unknown_key, repeated_key, missing_key, wrong_type, wrong_value;
  size_t max_bytes = 1 << 20;
};

// The one document of a file. Not well-formed, not UTF-8, too large, nested too deep, empty, several documents, or
// anchors and aliases: reported, and nothing is returned.
std::optional<Node> parse(std::string_view text, const std::string& path, const Format& format,
                          Diagnostics& diagnostics);

struct Field {
  std::string_view key;
  std::function<void(const Node&)> read;
};

// Reads trees into structures; what does not fit is reported with its place.
class Reader {
 public:
  Reader(const Format& format, std::string path, Diagnostics& diagnostics)
      : format_(format), path_(std::move(path)), diagnostics_(diagnostics) {}

  InputPosition position(const Node& node) const { return {path_, node.line, node.column}; }
  Diagnostic& report(DiagnosticKind kind, const Node& node, std::string message);
  Diagnostic& wrong_value(const Node& node, std::string message);
  void wrong_type(const Node& node, std::string_view what, std::string_view wanted);

  // Visits every entry once; keys that no field names, and keys seen before, are errors.
  void read_map(const Node& node, std::string_view what, const std::vector<Field>& fields);
  void read_string(const Node& node, std::string_view what, std::string& out);
  void read_strings(const Node& node, std::string_view what, std::vector<std::string>& out);
  void read_bool(const Node& node, std::string_view what, bool& out);
  void read_choice(const Node& node, std::string_view what, std::span<const std::string_view> choices,
                   std::string& out);
  // "the document has no `kind`"
  void require(const Node& node, std::string_view what, std::string_view key, bool missing);

 private:
  void unknown_key(const Node& key, std::string_view what, const std::vector<Field>& fields);

  const Format& format_;
  std::string path_;
  Diagnostics& diagnostics_;
};

}  // namespace berm::yaml
