// bench_plan [--bytes N | --resources N] [--seed N] [--pretty] FILE: a large plan, made up; says how large it became.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/bench/plans/plan.h"

namespace {

using namespace berm::bench;

int usage() {
  std::fprintf(stderr, "usage: bench_plan [--bytes N | --resources N] [--seed N] [--pretty] FILE\n");
  return 3;
}

}  // namespace

int main(int count, char** arguments) {
  PlanOptions options;
  const char* path = nullptr;
  for (int i = 1; i < count; ++i) {
    const char* name = arguments[i];
    auto number = [&] { return i + 1 < count ? std::strtoull(arguments[++i], nullptr, 10) : 0; };
    if (!std::strcmp(name, "--bytes")) {
      options.bytes = number();
    } else if (!std::strcmp(name, "--resources")) {
      options.resources = number();
    } else if (!std::strcmp(name, "--seed")) {
      options.seed = number();
    } else if (!std::strcmp(name, "--pretty")) {
      options.pretty = true;
    } else {
      path = name;
    }
  }
  if (!path || (!options.bytes && !options.resources)) return usage();
  std::FILE* file = std::fopen(path, "wb");
  if (!file) return std::perror(path), 3;
  bool written = true;
  PlanSize size = write_plan(options, [&](std::string_view piece) {
    written = written && std::fwrite(piece.data(), 1, piece.size(), file) == piece.size();
  });
  written = std::fclose(file) == 0 && written;
  if (!written) return std::perror(path), 3;
  std::printf("%llu bytes, %llu resources\n", static_cast<unsigned long long>(size.bytes),
              static_cast<unsigned long long>(size.resources));
}
