#include "program/program.h"

#include <fmt/format.h>

#include <cstring>

#include "base/files.h"
#include "program/header.h"
#include "program/program_generated.h"
#include "program/verify.h"
#include "program/version.h"

namespace berm::program {
namespace {

constexpr const char* kBuildAgain = "write it again with `berm build`";

struct Problem {
  DiagnosticKind kind = DiagnosticKind::ProgramCorrupt;
  std::string text;  // empty: there is none
};

Header header_of(std::string_view bytes) {
  Header header;
  std::memcpy(&header, bytes.data(), sizeof header);
  return header;
}

Problem problem_of_header(std::string_view bytes) {
  if (bytes.size() < sizeof(Header) || !bytes.starts_with(kMagic)) {
    return {.text = "is not a program that `berm build` wrote"};
  }
  const Header header = header_of(bytes);
  if (header.version != kFormatVersion) {
    return {DiagnosticKind::ProgramVersion,
            fmt::format("is a program of format {}, and this Berm reads format {}", header.version, kFormatVersion)};
  }
  bytes.remove_prefix(sizeof header);
  if (header.length != bytes.size()) {
    return {.text = fmt::format("is not whole: {} bytes of {}", bytes.size(), header.length)};
  }
  if (header.reserved != 0 || header.checksum != checksum(bytes))
    return {.text = "is damaged: its checksum is another"};
  return {};
}

// The size bounds the number of tables: each takes eight bytes at least.
bool is_sound(std::string_view sections) {
  const auto* begin = reinterpret_cast<const uint8_t*>(sections.data());
  constexpr flatbuffers::uoffset_t kDepth = 64;
  const auto tables = static_cast<flatbuffers::uoffset_t>(sections.size() / 8);
  flatbuffers::Verifier verifier(begin, sections.size(), kDepth, tables);
  return fb::VerifyProgramBuffer(verifier);
}

Problem problem_of_file(std::string_view bytes) {
  if (Problem problem = problem_of_header(bytes); !problem.text.empty()) return problem;
  bytes.remove_prefix(sizeof(Header));
  if (!is_sound(bytes)) return {.text = "is damaged: its sections are not what they should be"};
  std::string inside = problem_of(*fb::GetProgram(bytes.data()));
  return inside.empty() ? Problem{} : Problem{.text = "is damaged: " + inside};
}

}  // namespace

std::unique_ptr<const Program> Program::open(const std::string& path, Diagnostics& diagnostics) {
  auto bytes = read_file(path, kMaxBytes, diagnostics);
  return bytes ? from_bytes(std::move(*bytes), path, diagnostics) : nullptr;
}

std::unique_ptr<const Program> Program::from_bytes(std::string bytes, const std::string& name,
                                                   Diagnostics& diagnostics) {
  // A string this long owns its bytes, aligned for anything; a shorter one is no program.
  if (Problem problem = problem_of_file(bytes); !problem.text.empty()) {
    diagnostics.add(problem.kind, fmt::format("`{}` {}", name, problem.text)).at(InputPosition{name}).help(kBuildAgain);
    return nullptr;
  }
  std::unique_ptr<Program> program(new Program(std::move(bytes)));
  program->root_ = fb::GetProgram(program->bytes_.data() + sizeof(Header));
  return program;
}

std::string_view Program::string(uint32_t index) const { return root_->strings()->Get(index)->string_view(); }

uint64_t Program::fingerprint() const { return header_of(bytes_).checksum; }

}  // namespace berm::program
