// Files, read and written whole.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace berm {

// The bytes of a regular file, or of standard input for "-". Reports FileNotReadable (missing, a
// directory, no permission, more than `max_bytes`) and returns nothing.
std::optional<std::string> read_file(const std::string& path, uint64_t max_bytes, Diagnostics& diagnostics);

struct OutputFile {
  std::string path;
  std::string content;
};

// Writes all or none: every file goes to a temporary neighbour and is flushed first; only when all
// stand are they renamed into place, and where one can't be, those before it are put back. Creates
// missing directories. Reports FileNotWritten and returns false (full disk, no permission); nothing
// half-written stays behind.
bool write_files(const std::vector<OutputFile>& files, Diagnostics& diagnostics);

}  // namespace berm
