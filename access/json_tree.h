// A JSON value, read strictly and written deterministically, with the places it was read from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace berm::access {

struct JsonMember;

// Bytes [begin, end) of the text that was read.
struct JsonPlace {
  uint32_t begin = 0, end = 0;
};

struct JsonNode {
  enum class Kind : uint8_t { Null, Bool, Number, String, Array, Object };
  Kind kind = Kind::Null;
  std::string text;                 // Bool, Number: as written; String: its value
  std::vector<JsonMember> members;  // Array (names empty), Object (in the order written)
  JsonPlace place;                  // with its quotes or brackets; of a node that was not read: empty

  static JsonNode string(std::string_view value);
  static JsonNode array();
  static JsonNode object();
  bool is(Kind wanted) const { return kind == wanted; }
  const JsonNode* find(std::string_view name) const;
  JsonNode& add(std::string_view name, JsonNode value);  // `name` empty in an array
};

struct JsonMember {
  std::string name;
  JsonNode value;
  JsonPlace name_place;
};

// `parent.name` and `parent[3]`; long or odd names are made fit for one line of a message.
std::string json_path(std::string_view parent, std::string_view name);
std::string json_path(std::string_view parent, size_t index);

struct JsonReadResult {
  JsonNode root;
  std::string error;      // in words, with the path or the byte; empty where `root` is good
  uint32_t error_at = 0;  // byte
};

// At most 1 MiB, nested at most 32 deep, valid UTF-8, no name twice in one object.
JsonReadResult read_json(std::string_view text);

std::string write_json_minified(const JsonNode& node);
std::string write_json_pretty(const JsonNode& node);

}  // namespace berm::access
