#include <elf.h>
#include <link.h>

#include <cstring>

#include "apps/berm/program_cache.h"
#include "fmt/format.h"

namespace berm::app {
namespace {

size_t padded(size_t size) { return (size + 3) & ~size_t{3}; }

// Of the notes of a segment, the one that the linker makes of all that it linked.
std::string find_build_id(const char* at, size_t size) {
  while (size >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) note;
    std::memcpy(&note, at, sizeof note);
    const size_t name = padded(note.n_namesz), whole = sizeof note + name + padded(note.n_descsz);
    if (whole > size) return "";
    std::string digits;
    for (size_t i = 0; i < note.n_descsz; ++i)
      digits += fmt::format("{:02x}", static_cast<unsigned char>(at[sizeof note + name + i]));
    if (note.n_type == NT_GNU_BUILD_ID) return digits;
    at += whole;
    size -= whole;
  }
  return "";
}

// The first object is the program itself.
int visit(dl_phdr_info* object, size_t, void* found) {
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const auto& segment = object->dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    const char* notes = reinterpret_cast<const char*>(object->dlpi_addr + segment.p_vaddr);
    auto& id = *static_cast<std::string*>(found);
    if (id.empty()) id = find_build_id(notes, segment.p_memsz);
  }
  return 1;
}

}  // namespace

std::string build_id() {
  std::string id;
  ::dl_iterate_phdr(visit, &id);
  return id;
}

}  // namespace berm::app
