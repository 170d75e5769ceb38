// Expressions and what they hold, as the structures of the rules section. Internal to this folder.
#pragma once

#include <map>
#include <span>
#include <utility>
#include <vector>

#include "compiler/emit/sections.h"
#include "compiler/emit/source_table.h"

namespace berm::emit {

// What the rules share is written once.
class ExprTable {
 public:
  ExprTable(Writer& writer, SourceTable& sources) : writer_(writer), sources_(sources) {}

  uint32_t expr(const ir::Expr* expr);  // kNone for null
  uint32_t constant(const ir::Value& value);
  fb::Slice names(const std::vector<std::string>& texts);
  fb::Slice actions(const ir::ActionSet& set);
  fb::Slice assumptions(const std::vector<ir::Assumption>& assumptions);

  void write(fb::RulesBuilder& out) const;
  // Vectors stand before the table that holds them.
  void finish();

 private:
  uint32_t operand(const ir::Expr& expr);
  fb::Slice list(const ir::Expr& expr);
  fb::Slice steps(const ir::Expr& expr);
  fb::Slice children(const ir::Expr& expr);
  uint32_t grant(const ir::Grant& grant);
  uint32_t add_constant(fb::ValueKind kind, uint32_t count, uint64_t bits);
  uint32_t add_items(fb::ValueKind kind, uint32_t count, std::span<const uint32_t> items);
  uint32_t string(std::string_view text) { return writer_.strings.index(text); }

  Writer& writer_;
  SourceTable& sources_;
  std::map<const ir::Expr*, uint32_t> known_;
  std::map<const ir::Grant*, uint32_t> known_grants_;
  std::map<std::pair<fb::ValueKind, uint64_t>, uint32_t> known_scalars_;
  std::map<std::vector<uint32_t>, fb::Slice> known_names_;
  std::vector<fb::Expr> exprs_;
  std::vector<fb::Step> steps_;
  std::vector<fb::Constant> constants_;
  std::vector<fb::ActionItem> action_items_;
  std::vector<fb::Assumption> assumptions_;
  std::vector<uint32_t> children_, names_, items_;
  std::vector<flatbuffers::Offset<fb::Grant>> grants_;

  struct {
    flatbuffers::Offset<flatbuffers::Vector<const fb::Expr*>> exprs;
    flatbuffers::Offset<flatbuffers::Vector<const fb::Step*>> steps;
    flatbuffers::Offset<flatbuffers::Vector<const fb::Constant*>> constants;
    flatbuffers::Offset<flatbuffers::Vector<const fb::ActionItem*>> action_items;
    flatbuffers::Offset<flatbuffers::Vector<const fb::Assumption*>> assumptions;
    flatbuffers::Offset<flatbuffers::Vector<uint32_t>> children, names, items;
    flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<fb::Grant>>> grants;
  } written_;
};

}  // namespace berm::emit
