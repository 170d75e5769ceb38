// What stands before the sections of a program file: 32 bytes, little-endian, the same in every version of the format.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace berm::program {

struct Header {
  char magic[8];
  uint32_t version;
  uint32_t reserved;  // 0
  uint64_t length;    // of what follows
  uint64_t checksum;  // of what follows
};
static_assert(sizeof(Header) == 32);

// The second line ends a text that somebody types to a terminal.
constexpr std::string_view kMagic{"BERMC\r\n\x1a", 8};

// Finds what is damaged by accident; it is no protection against anyone.
uint64_t checksum(std::string_view bytes);

// The file of these sections.
std::string seal(std::string_view sections);

}  // namespace berm::program
