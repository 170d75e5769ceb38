// Builds values out of what simdjson walks, as far as they are asked for. Internal to this folder, which sees simdjson
// through this header only.
#pragma once

#include <simdjson.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <string_view>
#include <vector>

#include "runtime/eval/eval.h"
#include "runtime/facts/facts.h"

namespace berm::stream {

// Something is not as runtime/plan would take it. Thrown by what is below; stays within this folder.
struct Refused {};

inline void demand(bool good) {
  if (!good) throw Refused();
}

// Where a key that begins here ends, or its first escape. 16 bytes behind it are readable.
inline const char* end_of_key(const char* at) {
#ifdef __SSE2__
  const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\');
  for (;; at += 16) {
    __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    int found = _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)));
    if (found != 0) return at + __builtin_ctz(static_cast<unsigned>(found));
  }
#else
  while (*at != '"' && *at != '\\') ++at;
  return at;
#endif
}

// Up to an escape.
inline std::string_view plain_key(simdjson::ondemand::field& field) {
  const char* begin = field.key().raw();
  return {begin, static_cast<size_t>(end_of_key(begin) - begin)};
}

// Values and texts live as long as the arena's memory and the text that is walked.
class Pruned {
 public:
  using Json = simdjson::ondemand::value;

  explicit Pruned(std::pmr::memory_resource& arena) : arena_(arena) {}

  std::string_view key(simdjson::ondemand::field& field) {
    const char* begin = field.key().raw();
    const char* end = end_of_key(begin);
    if (*end == '"') [[likely]]
      return {begin, static_cast<size_t>(end - begin)};
    return unescaped(field);
  }
  // A string; empty where it is null.
  std::string_view text(Json value);
  uint8_t actions(Json value);
  bool is_null(Json value);
  void check_index(Json value);
  // Null, or what it has to be.
  void check_kind(Json value, bool object, bool list);
  void demand_paths(const facts::Value& paths);

  // One side of a change: null or an object.
  void side(Json value, const eval::PathTrie& trie, facts::Value& out);
  // A mask over an object of which no more than this is read.
  void mask(Json value, const eval::PathTrie& trie, facts::Value& out);
  void whole(Json value, facts::Value& out);

 private:
  using Node = eval::PathTrie::Node;
  struct Wants {
    const eval::PathTrie* trie;  // null: everything
    const Node* node;            // null: nothing
  };
  Wants member(const Wants& wants, std::string_view key) const;
  Wants element(const Wants& wants) const;
  [[gnu::always_inline]] inline void build(Json value, const Wants& wants, facts::Value& out);
  void build_list(simdjson::ondemand::array array, const Wants& wants, facts::Value& out);
  void build_object(simdjson::ondemand::object object, const Wants& wants, facts::Value& out);
  void take_members(size_t begin, facts::Value& out);
  std::string_view string(Json& value);
  std::string_view unescaped(simdjson::ondemand::field field);

  std::pmr::memory_resource& arena_;
  // Of what is being built, innermost last.
  std::vector<facts::Member> members_;
  std::vector<facts::Value> elements_;
};

}  // namespace berm::stream
