#include "compiler/driver/packages.h"

#include <algorithm>
#include <string_view>

#include "stdlib/stdlib.h"

namespace berm::driver {
namespace {

// `std.b.*` and `std.b.rule` name rules of std.b, `std.**` those of every package; `**` is about what is there already.
bool may_name(std::string_view pattern, const std::string& package) {
  std::string_view beginning = pattern.substr(0, pattern.find('*'));
  bool any_depth = pattern.ends_with("**");
  std::string inside = package + ".";
  return beginning.starts_with(inside) || (any_depth && beginning.starts_with("std.") && inside.starts_with(beginning));
}

}  // namespace

std::vector<std::string> standard_packages() {
  std::vector<std::string> out;
  for (const stdlib::File& file : stdlib::files()) {
    if (out.empty() || out.back() != file.package) out.emplace_back(file.package);
  }
  return out;
}

std::vector<std::string> standard_packages_named(const manifest::Manifest& manifest) {
  std::vector<std::string> patterns = manifest.check_rules;
  for (const manifest::DocumentEntry& document : manifest.documents) {
    patterns.insert(patterns.end(), document.rules.begin(), document.rules.end());
  }
  std::vector<std::string> out;
  for (std::string& package : standard_packages()) {
    auto names_it = [&](const std::string& pattern) { return may_name(pattern, package); };
    if (std::any_of(patterns.begin(), patterns.end(), names_it)) out.push_back(std::move(package));
  }
  return out;
}

}  // namespace berm::driver
