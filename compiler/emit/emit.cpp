#include "compiler/emit/emit.h"

#include <algorithm>

#include "compiler/emit/sections.h"
#include "program/header.h"

namespace berm::emit {
namespace {

flatbuffers::Offset<fb::Settings> write_settings(Writer& writer) {
  const Settings& settings = writer.input.settings;
  auto& builder = writer.builder;
  auto project = builder.CreateString(settings.project), account = builder.CreateString(settings.account),
       waivers = builder.CreateString(settings.waivers);
  return fb::CreateSettings(builder, project, static_cast<uint8_t>(settings.block_at), account, settings.require_match,
                            waivers);
}

}  // namespace

bool is_checked(const ir::Rule& rule, const Settings& settings) {
  const auto& patterns = settings.rules;
  if (patterns.empty()) return !rule.standard_library;
  return std::ranges::any_of(patterns, [&](const std::string& pattern) { return ir::matches_rule(pattern, rule); });
}

uint32_t Strings::index(std::string_view text) {
  if (auto known = indices_.find(text); known != indices_.end()) return known->second;
  const auto next = static_cast<uint32_t>(indices_.size());
  indices_.emplace(text, next);
  return next;
}

std::vector<std::string> Strings::all() const {
  std::vector<std::string> out(indices_.size());
  for (const auto& [text, index] : indices_) out[index] = text;
  return out;
}

std::string emit(const Input& input) {
  flatbuffers::FlatBufferBuilder builder(1 << 16);
  Strings strings;
  Writer writer{input, builder, strings};
  auto rules = write_rules(writer);
  auto plan_code = write_plan_code(writer);
  auto call_code = write_call_code(writer);
  auto settings = write_settings(writer);
  auto texts = builder.CreateVectorOfStrings(strings.all());
  auto compiler = builder.CreateString(input.compiler);
  builder.Finish(fb::CreateProgram(builder, compiler, settings, texts, rules, plan_code, call_code));
  return program::seal({reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()});
}

}  // namespace berm::emit
