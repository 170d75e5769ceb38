// The writers of the program's sections. Internal to this folder.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/emit/emit.h"
#include "program/program_generated.h"

namespace berm::emit {

namespace fb = program::fb;

// The strings that structures name by number.
class Strings {
 public:
  uint32_t index(std::string_view text);
  // In the order they were asked for.
  std::vector<std::string> all() const;

 private:
  std::map<std::string, uint32_t, std::less<>> indices_;
};

// What a section is written with.
struct Writer {
  const Input& input;
  flatbuffers::FlatBufferBuilder& builder;
  Strings& strings;
};

// Whether `berm check` judges it.
bool is_checked(const ir::Rule& rule, const Settings& settings);

flatbuffers::Offset<fb::Rules> write_rules(Writer& writer);
flatbuffers::Offset<fb::PlanCode> write_plan_code(Writer& writer);
flatbuffers::Offset<fb::CallCode> write_call_code(Writer& writer);

}  // namespace berm::emit
