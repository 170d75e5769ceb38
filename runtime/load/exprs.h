// Expressions of a program as IR. Internal to this folder.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ir/ir.h"
#include "program/program.h"
#include "program/program_generated.h"

namespace berm::load {

namespace fb = program::fb;

class Exprs {
 public:
  // What is made belongs to `module`.
  Exprs(const program::Program& program, ir::Module& module);

  const ir::Expr* expr(uint32_t index);  // null for none
  ir::Value constant(uint32_t index) const;
  std::vector<std::string> names(const fb::Slice& slice) const;
  ir::ActionSet actions(const fb::Slice& slice) const;
  std::vector<ir::Assumption> assumptions(const fb::Slice& slice);
  static Span span(const fb::Place& place);

 private:
  std::string string(uint32_t index) const { return std::string(program_.string(index)); }
  void set_operand(const fb::Expr& from, ir::Expr& to);
  std::vector<ir::Step> steps(const fb::Slice& slice);
  std::shared_ptr<const ir::Grant> grant(uint32_t index);

  const program::Program& program_;
  const fb::Rules& rules_;
  ir::Module& module_;
  std::vector<const ir::Expr*> made_;  // by index
  std::map<uint32_t, std::shared_ptr<const ir::Grant>> grants_;
};

// A text that a table may lack.
inline std::string text_of(const flatbuffers::String* text) { return text ? text->str() : std::string(); }

}  // namespace berm::load
