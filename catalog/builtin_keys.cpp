// Condition keys by name.
#include "base/text.h"
#include "catalog/builtin.h"
#include "catalog/names.h"

namespace berm::catalog {

using namespace format;

std::optional<ConditionKey> BuiltinCatalog::read_key(const KeyRow& row) const {
  return ConditionKey{image_.text(row.name), static_cast<KeyType>(row.type), row.multivalued != 0, row.global != 0,
                      row.always != 0};
}

const KeyRow* BuiltinCatalog::exact_key(std::string_view name) const {
  return find_sorted(rows<KeyRow>(kKeys),
                     [&](const KeyRow& row) { return compare_ignore_case(image_.text(row.name), name); });
}

std::optional<ConditionKey> BuiltinCatalog::condition_key(std::string_view name) const {
  auto keys = rows<KeyRow>(kKeys);
  const KeyRow* exact = exact_key(name);
  if (exact != nullptr) return read_key(*exact);
  const KeyRow* best = nullptr;
  for (uint32_t index : rows<uint32_t>(kKeyTemplates)) {
    const KeyRow& row = keys[index];
    if (!key_fits(image_.text(row.name), name)) continue;
    if (best == nullptr || image_.text(best->name).size() < image_.text(row.name).size()) best = &row;
  }
  return best == nullptr ? std::nullopt : read_key(*best);
}

bool BuiltinCatalog::is_global(std::string_view key) const {
  auto keys = rows<KeyRow>(kKeys);
  const KeyRow* exact = exact_key(key);
  if (exact != nullptr) return exact->global != 0;
  for (uint32_t index : rows<uint32_t>(kKeyTemplates)) {
    if (keys[index].global != 0 && key_fits(image_.text(keys[index].name), key)) return true;
  }
  return false;
}

// A key with a tag is compared with the tag filled in: `aws:ResorceTag/team` → `aws:ResourceTag/team`.
std::optional<std::string> BuiltinCatalog::nearest_condition_key(std::string_view name) const {
  size_t slash = name.find('/');
  NearestName nearest(name);
  for (const KeyRow& row : rows<KeyRow>(kKeys)) {
    std::string_view candidate = image_.text(row.name);
    Placeholder parts = split_placeholder(candidate);
    bool fill = parts.found && parts.before.ends_with('/') && parts.after.empty() && slash != std::string_view::npos;
    nearest.offer(fill ? std::string(parts.before) + std::string(name.substr(slash + 1)) : std::string(candidate));
  }
  return nearest.best();
}

}  // namespace berm::catalog
