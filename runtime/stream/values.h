// Builds values out of what simdjson walks, as far as they are asked for. Internal to this folder.
#pragma once

#include <simdjson.h>

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

// Up to an escape.
std::string_view plain_key(simdjson::ondemand::field& field);

// Values and texts live as long as the arena's memory and the text that is walked.
class Pruned {
 public:
  using Json = simdjson::ondemand::value;

  explicit Pruned(std::pmr::memory_resource& arena) : arena_(arena) {}

  std::string_view key(simdjson::ondemand::field& field);
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
  void build(Json value, const Wants& wants, facts::Value& out);
  void build_list(simdjson::ondemand::array array, const Wants& wants, facts::Value& out);
  void build_object(simdjson::ondemand::object object, const Wants& wants, facts::Value& out);
  void take_members(size_t begin, facts::Value& out);
  std::string_view string(Json& value);

  std::pmr::memory_resource& arena_;
  // Of what is being built, innermost last.
  std::vector<facts::Member> members_;
  std::vector<facts::Value> elements_;
};

}  // namespace berm::stream
