// inflate FOLDER: what `berm replay` is measured against. Inflates every file below with zlib and throws it away.
#include <zlib.h>

#include <cstdio>
#include <filesystem>
#include <vector>

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: inflate FOLDER\n");
    return 3;
  }
  std::vector<char> buffer(1 << 18);
  size_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(arguments[1])) {
    if (!entry.is_regular_file()) continue;
    gzFile file = gzopen(entry.path().c_str(), "rb");
    if (!file) return std::perror(entry.path().c_str()), 3;
    gzbuffer(file, 1 << 17);
    int size = 0;
    while ((size = gzread(file, buffer.data(), static_cast<unsigned>(buffer.size()))) > 0)
      bytes += static_cast<size_t>(size);
    if (gzclose(file) != Z_OK || size < 0) return 3;
  }
  std::printf("%zu bytes\n", bytes);
}
