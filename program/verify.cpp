#include "program/verify.h"

#include "base/text.h"
#include "ir/ir.h"

namespace berm::program {
namespace {

std::string problem_of_settings(const fb::Settings& settings) {
  if (settings.block_at() > static_cast<uint8_t>(ir::Severity::Critical)) return "it blocks at no severity";
  if (settings.account()->size() != 0 && !is_account_id(settings.account()->string_view())) {
    return "its account is not twelve digits";
  }
  return "";
}

}  // namespace

std::string problem_of(const fb::Program& program) {
  for (const auto problem : {problem_of_rules, problem_of_plan_code, problem_of_call_code}) {
    if (std::string text = problem(program); !text.empty()) return text;
  }
  return problem_of_settings(*program.settings());
}

}  // namespace berm::program
