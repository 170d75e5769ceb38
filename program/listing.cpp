#include "program/listing.h"

#include <fmt/format.h>

#include "ir/ir.h"
#include "program/program_generated.h"
#include "program/version.h"

namespace berm::program {
namespace {

// Neither a version of Berm nor anything else that moves while the sources stay as they are.
std::string list_settings(const fb::Program& program) {
  const fb::Settings& settings = *program.settings();
  std::string out = fmt::format("program of format {}\n", kFormatVersion);
  const auto field = [&](std::string_view label, std::string_view text) {
    if (!text.empty()) out += fmt::format("  {} {}\n", label, text);
  };
  field("project", settings.project()->string_view());
  field("block at", ir::name(static_cast<ir::Severity>(settings.block_at())));
  field("account", settings.account()->string_view());
  field("require match", settings.require_match() ? "yes" : "");
  field("waivers", settings.waivers()->string_view());
  return out;
}

}  // namespace

std::string list(const Program& program) {
  return list_settings(program.root()) + list_rules(program) + list_plan_code(program) + list_call_code(program);
}

}  // namespace berm::program
