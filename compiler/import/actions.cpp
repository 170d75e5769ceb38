// Action sets, grouped by service.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "compiler/import/writer.h"

namespace berm::importer {
namespace {

// What the lexer takes for a part of an action set: letters, digits and wildcards, no `?` last.
bool is_part(std::string_view name) {
  bool fits = !name.empty() && (std::isalpha(static_cast<unsigned char>(name.front())) || name.front() == '*') &&
              !name.ends_with('?') && name.find("??") == std::string_view::npos;
  return fits && std::ranges::all_of(
                     name, [](unsigned char c) { return c < 0x80 && (std::isalnum(c) || c == '*' || c == '?'); });
}

// Letters, digits, hyphens and wildcards around one colon: the rest of a text could mean something else in a source.
bool is_action(std::string_view text) {
  size_t colon = text.find(':');
  return colon != std::string_view::npos && !has_wildcard(text.substr(0, colon)) &&
         std::ranges::all_of(text, [](unsigned char c) {
           return c < 0x80 &&
                  (std::isalnum(c) || std::string_view("-_.:*?").find(static_cast<char>(c)) != std::string_view::npos);
         });
}

bool known(const std::string& pattern, const catalog::Catalog& catalog) {
  bool found = false;
  catalog.for_each_action(pattern, [&](const catalog::Action&) { found = true; });
  return found;
}

// One service's names in the order that they are written in.
struct Group {
  std::string service;
  std::vector<std::string> names;
};

class Grouping {
 public:
  Grouping(const std::vector<std::string>& keys, Context& context) : keys_(keys), context_(context) {}

  void add(const std::string& action, const std::string& path) {
    if (action == "*") {
      everything_ = true;
      return;
    }
    if (!is_action(action)) {
      context_.refuse(path, fmt::format("`{}` is no action", action));
      return;
    }
    size_t colon = action.find(':');
    std::string service = to_lower(action.substr(0, colon)), part = action.substr(colon + 1);
    if (auto exact = has_wildcard(part) ? std::nullopt : context_.catalog.action(action)) part = exact->name;
    if (!known(action, context_.catalog) || !carries_all(action) || !is_part(part)) {
      unchecked_.push_back(fmt::format("unchecked \"{}\"", action));
      return;
    }
    group(service).names.push_back(part);
  }

  std::vector<std::string> pieces() const {
    if (everything_) return {"*"};
    std::vector<std::string> out;
    for (const Group& each : groups_) {
      bool plain = each.names.size() == 1 && !std::islower(static_cast<unsigned char>(each.names.front().front()));
      out.push_back(plain ? fmt::format("{}:{}", each.service, each.names.front())
                          : fmt::format("{}:{{{}}}", each.service, join(each.names, ", ")));
    }
    out.insert(out.end(), unchecked_.begin(), unchecked_.end());
    return out;
  }

 private:
  bool carries_all(const std::string& pattern) const {
    return std::ranges::all_of(keys_, [&](const std::string& key) {
      auto found = context_.catalog.condition_key(key);
      if (!found || found->global) return true;
      bool carried = false;
      context_.catalog.for_each_action(pattern, [&](const catalog::Action& action) {
        carried = carried || context_.catalog.carries(action, key) != catalog::Carried::No;
      });
      return carried;
    });
  }

  Group& group(const std::string& service) {
    auto found = std::ranges::find(groups_, service, &Group::service);
    if (found != groups_.end()) return *found;
    groups_.push_back({service, {}});
    return groups_.back();
  }

  const std::vector<std::string>& keys_;
  Context& context_;
  bool everything_ = false;
  std::vector<Group> groups_;
  std::vector<std::string> unchecked_;
};

}  // namespace

std::vector<std::string> action_pieces(const std::vector<std::string>& actions, const std::vector<std::string>& keys,
                                       const std::string& path, Context& context) {
  Grouping grouping(keys, context);
  for (const std::string& action : actions) grouping.add(action, path);
  return grouping.pieces();
}

}  // namespace berm::importer
