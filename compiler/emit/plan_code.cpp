#include "compiler/emit/sections.h"

namespace berm::emit {

flatbuffers::Offset<fb::PlanCode> write_plan_code(Writer& writer) { return fb::CreatePlanCode(writer.builder); }

}  // namespace berm::emit
