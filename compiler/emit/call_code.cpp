#include "compiler/emit/sections.h"

namespace berm::emit {

flatbuffers::Offset<fb::CallCode> write_call_code(Writer& writer) { return fb::CreateCallCode(writer.builder); }

}  // namespace berm::emit
