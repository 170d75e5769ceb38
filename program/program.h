// The compiled program: what `berm build` writes and every evaluator reads in place. It comes from anywhere: nothing of
// it is used before all of it is verified, so that readers need to check nothing.
//
// A file is a header (header.h) and a FlatBuffer (program.fbs) of three sections: the rules as IR with the texts they
// stand in, the code that judges planned changes, the code that decides API calls.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace berm::program {

namespace fb {
struct Program;
}

// "No index" in every section.
constexpr uint32_t kNone = 0xffffffff;

// The largest file that is read.
constexpr uint64_t kMaxBytes = 256ull << 20;

// Good for any number of threads.
class Program {
 public:
  // Reads the whole file: one that is mapped could change after it was verified. Reports ProgramCorrupt,
  // ProgramVersion or FileNotReadable, and then returns nothing.
  static std::unique_ptr<const Program> open(const std::string& path, Diagnostics& diagnostics);
  // `name` stands for the path in messages.
  static std::unique_ptr<const Program> from_bytes(std::string bytes, const std::string& name,
                                                   Diagnostics& diagnostics);
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  const fb::Program& root() const { return *root_; }
  // Of Program.strings.
  std::string_view string(uint32_t index) const;
  // The same for the same bytes.
  uint64_t fingerprint() const;

 private:
  explicit Program(std::string bytes) : bytes_(std::move(bytes)) {}

  std::string bytes_;
  const fb::Program* root_ = nullptr;
};

}  // namespace berm::program
