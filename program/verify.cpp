#include "program/verify.h"

#include <cstdint>

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

// FlatBuffers' verifier looks at where a vector begins, and not at what its elements ask for.
template <class Vector>
bool is_aligned(const Vector& vector, size_t alignment) {
  return vector.size() == 0 || reinterpret_cast<uintptr_t>(vector.Data()) % alignment == 0;
}

}  // namespace

std::string problem_of(const fb::Program& program) {
  if (!is_aligned(*program.rules()->constants(), alignof(fb::Constant)) ||
      !is_aligned(*program.call_code()->masks(), alignof(uint64_t))) {
    return "its parts do not stand where they can be read";
  }
  for (const auto problem : {problem_of_rules, problem_of_plan_code, problem_of_call_code}) {
    if (std::string text = problem(program); !text.empty()) return text;
  }
  return problem_of_settings(*program.settings());
}

}  // namespace berm::program
