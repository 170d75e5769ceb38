// The catalogue as bytes: fixed rows that refer to each other by index, every name a number of the string
// table. Written by catalog/pack on the build machine, read in place by the program on the same architecture.
#pragma once

#include <cstdint>

namespace berm::catalog::format {

inline constexpr uint32_t kMagic = 0x4d524542;  // "BERM"
inline constexpr uint32_t kVersion = 1;

using StringId = uint32_t;
using ListId = uint32_t;  // a list of strings

enum Table : uint32_t {
  kStringStarts,  // uint32_t, one more than there are strings
  kStringBytes,   // char
  kListStarts,    // uint32_t, one more than there are lists
  kListItems,     // StringId
  kServices,
  kActions,
  kLegs,
  kResourceTypes,
  kKeys,
  kKeyTemplates,  // uint32_t: the keys whose name has a placeholder
  kQuotas,
  kSources,
  kTerraformTypes,
  kGroups,
  kAttributes,
  kTableCount
};

struct TablePlace {
  uint32_t offset, count;
};

struct Header {
  uint32_t magic, version;
  TablePlace tables[kTableCount];
};

// Sorted by name.
struct ServiceRow {
  StringId name;
  uint32_t first_action, action_count;
  uint32_t rcp;
};

// Sorted by service, then by name without regard to case.
struct ActionRow {
  StringId name;
  uint16_t service, access;
  ListId keys;
  uint32_t first_leg, leg_count;
};

struct LegRow {
  uint32_t type;  // of kResourceTypes
  uint32_t required;
  ListId keys;
};

struct ResourceTypeRow {
  StringId name;
  ListId arns;
};

// Sorted by name without regard to case.
struct KeyRow {
  StringId name;
  uint8_t type, multivalued, global, always;
};

// Sorted by id.
struct QuotaRow {
  StringId id;
  uint32_t low, high;  // of the value, 64 bits
  StringId unit, as_of, source;
};

struct SourceRow {
  StringId what, version, licence, date;
};

// Sorted by name.
struct TerraformTypeRow {
  StringId name;
  uint32_t group;
  uint16_t since, until;
};

// The attributes of one block. Equal groups are stored once; group 0 is empty.
struct GroupRow {
  uint32_t first, count;
};

// Sorted by name within the group.
struct AttributeRow {
  StringId name;
  uint32_t nested;  // a group, or 0
  uint16_t since, until;
  uint8_t type, element, flags, reserved;
};

enum AttributeFlag : uint8_t { kBlock = 1, kRequired = 2, kComputedOnly = 4 };

}  // namespace berm::catalog::format
