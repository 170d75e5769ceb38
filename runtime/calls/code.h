// The section of a program that decides calls, with what is prepared of it once. Internal to this folder.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "program/program_generated.h"
#include "runtime/calls/value.h"

namespace berm::calls {

namespace fb = program::fb;

class Code {
 public:
  explicit Code(const fb::CallCode& code);

  const fb::CallNode& node(uint32_t index) const { return nodes_[index]; }
  uint32_t node_count() const { return node_count_; }
  std::span<const uint32_t> children(const fb::Slice& slice) const {
    return {children_ + slice.begin(), slice.count()};
  }
  std::span<const uint32_t> key_list(const fb::Slice& slice) const {
    return {key_lists_ + slice.begin(), slice.count()};
  }
  std::span<const uint32_t> items(uint32_t constant) const;
  const Value& constant(uint32_t index) const { return constants_[index]; }

  // "resource.arn" is key 0. None: no rule asks for it.
  uint32_t key(std::string_view name) const;
  std::string_view key_name(uint32_t key) const { return text(fb().keys()->Get(key)->name()); }
  uint32_t key_count() const { return static_cast<uint32_t>(key_legs_.size()); }
  // Its bit in the masks of legs; none: every call carries it.
  uint32_t key_leg(uint32_t key) const { return key_legs_[key]; }
  const uint64_t* mask(uint32_t row) const { return masks_ + size_t{row} * fb().mask_words(); }

  // Null: the program doesn't know it by name.
  const fb::CallAction* action(std::string_view name) const;
  bool has_service(std::string_view name) const;

  std::string_view text(const fb::CallText& text) const { return {text_ + text.begin(), text.size()}; }
  const fb::CallCode& fb() const { return code_; }

 private:
  void read_constants();
  void read_keys();

  const fb::CallCode& code_;
  const char* text_;
  const fb::CallNode* nodes_;
  uint32_t node_count_;
  const uint32_t *children_, *key_lists_, *items_;
  const uint64_t* masks_;
  std::vector<Value> constants_;
  std::vector<Parsed> parsed_;  // of the constants
  std::vector<uint32_t> key_legs_, key_slots_;
};

}  // namespace berm::calls
