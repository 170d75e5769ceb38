#include "runtime/relations/identity.h"

#include <algorithm>
#include <array>
#include <utility>

namespace berm::relations {
namespace {

using facts::ResourceChange;
using facts::Value;
using facts::ValueKind;

using Pair = std::pair<std::string_view, std::string_view>;

constexpr Pair kIdentities[] = {
#define BERM_IDENTITY(type, attribute) {#type, #attribute},
#define BERM_BORROWED(type, attribute)
#define BERM_AMBIENT(type)
#define BERM_COMPUTED_FROM_ARGUMENTS(type)
#include "runtime/relations/identity.def"
#undef BERM_IDENTITY
#undef BERM_BORROWED
#define BERM_IDENTITY(type, attribute)
#define BERM_BORROWED(type, attribute) {#type, #attribute},
};
constexpr Pair kBorrowed[] = {
#include "runtime/relations/identity.def"
#undef BERM_BORROWED
#define BERM_BORROWED(type, attribute)
#undef BERM_AMBIENT
#define BERM_AMBIENT(type) #type,
};
constexpr std::string_view kAmbient[] = {
#include "runtime/relations/identity.def"
#undef BERM_AMBIENT
#define BERM_AMBIENT(type)
#undef BERM_COMPUTED_FROM_ARGUMENTS
#define BERM_COMPUTED_FROM_ARGUMENTS(type) #type,
};
constexpr std::string_view kFromArguments[] = {
#include "runtime/relations/identity.def"
#undef BERM_IDENTITY
#undef BERM_BORROWED
#undef BERM_AMBIENT
#undef BERM_COMPUTED_FROM_ARGUMENTS
};

// The tables are sorted by type.
template <size_t N>
std::string_view attribute_of(const Pair (&table)[N], std::string_view type) {
  auto found = std::lower_bound(std::begin(table), std::end(table), Pair(type, {}));
  return found != std::end(table) && found->first == type ? found->second : std::string_view();
}

bool is_letter_or_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_within_names(char c) { return is_letter_or_digit(c) || c == '-' || c == '_' || c == '.'; }

template <class Inside>
bool stands_alone(std::string_view text, size_t at, size_t size, Inside inside) {
  bool before = at > 0 && inside(text[at - 1]);
  bool behind = at + size < text.size() && inside(text[at + size]);
  return !before && !behind;
}

template <class Inside>
bool stands_alone_somewhere(std::string_view text, std::string_view part, Inside inside) {
  for (size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    if (stands_alone(text, at, part.size(), inside)) return true;
  }
  return false;
}

void add_identity(const ResourceChange& resource, std::string_view attribute, Identities& out) {
  if (attribute.empty()) return;
  const Value* value = resource.after.find(attribute);
  if (value->is_unknown() && !resource.creates()) value = resource.before.find(attribute);
  bool is_text = value->kind == ValueKind::String || value->kind == ValueKind::Number;
  if (is_text && value->size > 0) out.push_back({attribute, value->string()});
}

}  // namespace

bool is_identity(std::string_view type, std::string_view attribute) {
  if (attribute.empty()) return false;
  return attribute == "id" || attribute == "arn" || attribute == "name" || attribute_of(kIdentities, type) == attribute;
}

Identities identities(const ResourceChange& resource) {
  Identities out;
  for (std::string_view attribute : {"id", "arn", "name"}) add_identity(resource, attribute, out);
  add_identity(resource, attribute_of(kIdentities, resource.type), out);
  return out;
}

bool is_computed(const ResourceChange& resource, std::string_view attribute) {
  return !resource.config || resource.config->expressions.find(attribute)->is_null();
}

std::string_view borrowed_from(std::string_view type) { return attribute_of(kBorrowed, type); }

Reads reads(std::string_view type) {
  if (std::binary_search(std::begin(kAmbient), std::end(kAmbient), type)) return Reads::Nothing;
  bool local = std::binary_search(std::begin(kFromArguments), std::end(kFromArguments), type);
  return local ? Reads::ItsArguments : Reads::TheCloud;
}

bool is_its_own(std::string_view attribute) {
  constexpr std::string_view kEnds[] = {"address", "domain_name", "dns_name", "endpoint", "fingerprint",
                                        "fqdn",    "invoke_arn",  "json",     "port",     "qualified_arn",
                                        "uri",     "url",         "version"};
  return std::any_of(std::begin(kEnds), std::end(kEnds),
                     [&](std::string_view end) { return attribute.ends_with(end); });
}

bool adopts(std::string_view type) { return type.starts_with("aws_default_"); }

bool is_unique_everywhere(std::string_view text) { return text.starts_with("arn:") || is_generated(text); }

bool is_generated(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  if (text.size() == 36) {
    for (size_t i = 0; i < text.size(); ++i) {
      bool dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? text[i] != '-' : kHex.find(text[i]) == std::string_view::npos) return false;
    }
    return true;
  }
  size_t dash = text.rfind('-');
  if (dash == std::string_view::npos || dash == 0 || text.size() - dash != 18) return false;
  return text.find_first_not_of(kHex, dash + 1) == std::string_view::npos;
}

bool mentions(std::string_view text, std::string_view part) {
  if (part.size() >= 12) return text.find(part) != std::string_view::npos;
  return !part.empty() && stands_alone_somewhere(text, part, is_letter_or_digit);
}

bool mentions_whole(std::string_view text, std::string_view part) {
  return !part.empty() && stands_alone_somewhere(text, part, is_within_names);
}

bool holds(std::string_view text, std::string_view identity) {
  return is_generated(identity) ? mentions(text, identity) : mentions_whole(text, identity);
}

}  // namespace berm::relations
