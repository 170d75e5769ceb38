#include "compiler/manifest/organisation.h"

#include <set>

#include "base/text.h"
#include "base/yaml/yaml.h"
#include "fmt/format.h"

namespace berm::manifest {
namespace {

using yaml::Node;

constexpr size_t kDeepest =
    5;  // organisational units below each other, root not counted (AWS, quotas of Organizations)

// `text` is `least` to `most` lower-case letters and digits.
bool is_word(std::string_view text, size_t least, size_t most) {
  return text.size() >= least && text.size() <= most &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string_view::npos;
}

bool is_organisation_id(std::string_view id) { return id.starts_with("o-") && is_word(id.substr(2), 10, 32); }
bool is_root_id(std::string_view id) { return id.starts_with("r-") && is_word(id.substr(2), 4, 32); }

// Below the root `r-ab12`: "ou-ab12-11111111".
bool is_unit_id(std::string_view id, std::string_view root) {
  auto parts = split(id, '-');
  bool formed = parts.size() == 3 && parts[0] == "ou" && is_word(parts[1], 4, 32) && is_word(parts[2], 8, 32);
  return formed && (!is_root_id(root) || parts[1] == root.substr(2));
}

class OrganisationReader : yaml::Reader {
 public:
  OrganisationReader(const yaml::Format& format, const std::string& path, Diagnostics& diagnostics, Organisation& out)
      : yaml::Reader(format, path, diagnostics), out_(out) {}

  void read(const Node& node) {
    read_map(
        node, "organisation",
        {{"id", [&](auto& n) { read_id(n); }},
         {"management_account", [&](auto& n) { read_account_id(n, "management_account", out_.management_account); }},
         {"root", [&](auto& n) { read_unit(n, "the root", 0, out_.root.emplace()); }}});
  }

 private:
  void read_id(const Node& node) {
    read_string(node, "id", out_.id);
    if (!node.is_scalar() || is_organisation_id(out_.id)) return;
    wrong_value(node, fmt::format("`{}` is not the id of an organisation", node.text))
        .help("`o-` and ten to thirty-two letters and digits");
  }

  void read_account_id(const Node& node, std::string_view what, std::string& out) {
    read_string(node, what, out);
    if (!node.is_scalar() || is_account_id(out)) return;
    wrong_value(node, fmt::format("`{}` is not an account", node.text)).help("an account has twelve digits");
  }

  void read_unit(const Node& node, std::string_view what, size_t depth, Unit& unit) {
    read_map(node, what,
             {{"id", [&](auto& n) { read_unit_id(n, depth, unit.id); }},
              {"name", [&](auto& n) { read_string(n, "name", unit.name); }},
              {"full_access", [&](auto& n) { read_bool(n, "full_access", unit.full_access); }},
              {"accounts", [&](auto& n) { read_accounts(n, unit); }},
              {"units", [&](auto& n) { read_units(n, depth, unit); }}});
    if (node.is_map()) require(node, what, "id", unit.id.empty());
  }

  void read_unit_id(const Node& node, size_t depth, std::string& out) {
    read_string(node, "id", out);
    if (!node.is_scalar()) return;
    if (depth == 0 && !is_root_id(out)) {
      wrong_value(node, fmt::format("`{}` is not the id of a root", out))
          .help("`r-` and four to thirty-two letters and digits");
    } else if (depth > 0 && !is_unit_id(out, out_.root->id)) {
      wrong_value(node, fmt::format("`{}` is not the id of a unit below this root", out))
          .help("`ou-`, what follows `r-` in the root's id, `-` and eight to thirty-two letters and digits");
    }
    once(node);
  }

  void read_accounts(const Node& node, Unit& unit) {
    if (!node.is_list()) return wrong_type(node, "accounts", "a list");
    for (const Node& item : node.items) {
      Account& account = unit.accounts.emplace_back();
      read_map(item, "an account",
               {{"id",
                 [&](auto& n) {
                   read_account_id(n, "id", account.id);
                   once(n);
                 }},
                {"name", [&](auto& n) { read_string(n, "name", account.name); }},
                {"full_access", [&](auto& n) { read_bool(n, "full_access", account.full_access); }}});
      if (item.is_map()) require(item, "the account", "id", account.id.empty());
    }
  }

  void read_units(const Node& node, size_t depth, Unit& unit) {
    if (!node.is_list()) return wrong_type(node, "units", "a list");
    if (depth == kDeepest) {
      wrong_value(node, fmt::format("organisational units are nested deeper than {} levels", kDeepest))
          .help("AWS takes no deeper tree");
      return;
    }
    for (const Node& item : node.items) read_unit(item, "a unit", depth + 1, unit.units.emplace_back());
  }

  void once(const Node& id) {
    if (!id.is_scalar() || seen_.insert(id.text).second) return;
    report(DiagnosticKind::ManifestRepeatedKey, id, fmt::format("`{}` stands twice in the organisation", id.text));
  }

  Organisation& out_;
  std::set<std::string> seen_;
};

// Nesting is bounded by what is read.
template <typename Visit>
bool visit_accounts(const Unit& unit, std::vector<const Unit*>& above, const Visit& visit) {
  above.push_back(&unit);
  for (const Account& account : unit.accounts) {
    if (visit(account)) return true;
  }
  for (const Unit& below : unit.units) {
    if (visit_accounts(below, above, visit)) return true;
  }
  above.pop_back();
  return false;
}

void add_ids(const Unit& unit, std::vector<std::string>& out) {
  out.push_back(unit.id);
  for (const Account& account : unit.accounts) out.push_back(account.id);
  for (const Unit& below : unit.units) add_ids(below, out);
}

}  // namespace

const Account* find_account(const Organisation& organisation, std::string_view id_or_name) {
  const Account* found = nullptr;
  std::vector<const Unit*> above;
  auto is_it = [&](const Account& account) {
    bool same = account.id == id_or_name || (!account.name.empty() && account.name == id_or_name);
    if (same) found = &account;
    return same;
  };
  if (organisation.root) visit_accounts(*organisation.root, above, is_it);
  return found;
}

std::vector<const Unit*> units_above(const Organisation& organisation, std::string_view account_id) {
  std::vector<const Unit*> above;
  if (organisation.root) {
    visit_accounts(*organisation.root, above, [&](const Account& account) { return account.id == account_id; });
  }
  return above;
}

std::vector<std::string> target_ids(const Organisation& organisation) {
  std::vector<std::string> ids;
  if (organisation.root) add_ids(*organisation.root, ids);
  return ids;
}

void read_organisation(const yaml::Node& node, const yaml::Format& format, const std::string& path,
                       Diagnostics& diagnostics, Organisation& out) {
  OrganisationReader(format, path, diagnostics, out).read(node);
}

}  // namespace berm::manifest
