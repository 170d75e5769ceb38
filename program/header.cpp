#include "program/header.h"

#include <bit>
#include <cstring>

#include "program/version.h"

namespace berm::program {

static_assert(std::endian::native == std::endian::little, "the program is read in place");

// Four lanes of a multiplication and a turn each, so that a megabyte costs a tenth of a millisecond.
uint64_t checksum(std::string_view bytes) {
  constexpr uint64_t kOdd = 0x9e3779b97f4a7c15;
  uint64_t lanes[4] = {1, 2, 3, bytes.size()};
  const auto mix = [](uint64_t& lane, uint64_t word) { lane = std::rotl((lane ^ word) * kOdd, 29); };
  for (; bytes.size() >= sizeof lanes; bytes.remove_prefix(sizeof lanes)) {
    uint64_t words[4];
    std::memcpy(words, bytes.data(), sizeof words);
    for (int i = 0; i < 4; ++i) mix(lanes[i], words[i]);
  }
  uint64_t rest[4] = {};
  std::memcpy(rest, bytes.data(), bytes.size());
  for (int i = 0; i < 4; ++i) mix(lanes[i], rest[i]);
  uint64_t sum = 0;
  for (uint64_t lane : lanes) mix(sum, lane ^ (lane >> 31));
  return sum ^ (sum >> 29);
}

std::string seal(std::string_view sections) {
  Header header{};
  std::memcpy(header.magic, kMagic.data(), kMagic.size());
  header.version = kFormatVersion;
  header.length = sections.size();
  header.checksum = checksum(sections);
  std::string file(reinterpret_cast<const char*>(&header), sizeof header);
  return file.append(sections);
}

}  // namespace berm::program
