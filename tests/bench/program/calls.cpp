// bench_calls --requests N FILE: requests as JSON lines. bench_calls --events N FOLDER: CloudTrail's files, compressed.
#include <zlib.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

#include "tests/bench/calls/calls.h"

namespace {

using namespace berm::bench;

constexpr uint64_t kEventsInFile = 5000;

bool requests(uint64_t count, const char* path) {
  std::FILE* file = std::fopen(path, "wb");
  if (!file) return false;
  bool written = true;
  write_requests(count, [&](std::string_view piece) {
    written = written && std::fwrite(piece.data(), 1, piece.size(), file) == piece.size();
  });
  return std::fclose(file) == 0 && written;
}

bool events(uint64_t count, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  for (uint64_t first = 0; first < count; first += kEventsInFile) {
    gzFile file = gzopen((folder / ("events-" + std::to_string(1000000 + first) + ".json.gz")).c_str(), "wb6");
    if (!file) return false;
    bool written = true;
    write_events(first, std::min(kEventsInFile, count - first), [&](std::string_view piece) {
      int size = static_cast<int>(piece.size());
      written = written && gzwrite(file, piece.data(), static_cast<unsigned>(size)) == size;
    });
    if (gzclose(file) != Z_OK || !written) return false;
  }
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  bool of_requests = count == 4 && !std::strcmp(arguments[1], "--requests");
  bool of_events = count == 4 && !std::strcmp(arguments[1], "--events");
  if (!of_requests && !of_events) {
    std::fprintf(stderr, "usage: bench_calls --requests N FILE | --events N FOLDER\n");
    return 3;
  }
  uint64_t wanted = std::strtoull(arguments[2], nullptr, 10);
  if (of_requests ? requests(wanted, arguments[3]) : events(wanted, arguments[3])) return 0;
  std::perror(arguments[3]);
  return 3;
}
