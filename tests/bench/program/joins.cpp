// bench_joins [RESOURCES…]: microseconds for each resource, by size of the plan, and the last size against the first.
#include <fmt/format.h>

#include <cstdlib>
#include <vector>

#include "tests/bench/joins.h"

namespace {

using namespace berm::bench;

void print(const char* title, State state, const std::vector<size_t>& sizes) {
  std::vector<std::vector<Measured>> all;
  for (size_t size : sizes) all.push_back(measure_joins(size, state));
  fmt::print("{:32}", title);
  for (size_t size : sizes) fmt::print("{:>12}", size);
  fmt::print("{:>8}\n", "ratio");
  for (size_t join = 0; join < all[0].size(); ++join) {
    fmt::print("{:32}", all[0][join].name);
    for (const auto& measured : all) fmt::print("{:>9.2f} µs", measured[join].microseconds);
    fmt::print("{:>8.2f}\n", all.back()[join].microseconds / all[0][join].microseconds);
  }
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<size_t> sizes;
  for (int i = 1; i < count; ++i) sizes.push_back(std::strtoul(arguments[i], nullptr, 10));
  if (sizes.empty()) sizes = {1000, 100000};
  print("first create, ids not known", State::New, sizes);
  print("unchanged, ids known", State::Unchanged, sizes);
}
