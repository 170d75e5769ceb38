// A folder of guardrails as a compiled program.
#pragma once

#include <memory>
#include <string>

#include "apps/berm/command.h"
#include "program/program.h"

namespace berm::app {

// What `berm build` calls the file.
inline constexpr const char* kProgramName = "guardrails.bermc";

// The bytes of the project's program. Reports that it can't be read back, which nobody but Berm itself is to blame for,
// and then returns nothing.
std::string program_of(const driver::Project& project, Diagnostics& diagnostics);

// Compiles the folder; prints what is wrong with its sources. Null where there were errors. What the same Berm made of
// the same files before without a word is not made again.
std::unique_ptr<const program::Program> compile(const Common& common, bool use_cache);

// Reads a compiled program; prints what is wrong with it. Null where there were errors.
std::unique_ptr<const program::Program> open(const std::string& path, ColorMode color);

}  // namespace berm::app
