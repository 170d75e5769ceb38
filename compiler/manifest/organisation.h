// The organisation whose accounts the documents bind, as the manifest draws it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace berm::yaml {
struct Format;
struct Node;
}  // namespace berm::yaml

namespace berm::manifest {

struct Account {
  std::string id;           // twelve digits
  std::string name;         // may be empty
  bool full_access = true;  // FullAWSAccess is attached
};

// The root, or an organisational unit.
struct Unit {
  std::string id;    // "r-ab12", "ou-ab12-11111111"
  std::string name;  // may be empty
  std::vector<Account> accounts;
  std::vector<Unit> units;
  bool full_access = true;  // FullAWSAccess is attached
};

struct Organisation {
  std::string id;                  // "o-a1b2c3d4e5"; empty: not given
  std::string management_account;  // twelve digits; empty: not given
  std::optional<Unit> root;        // none: not drawn
};

// The account with that id or name; null where the tree has none.
const Account* find_account(const Organisation& organisation, std::string_view id_or_name);
// What stands above the account, the root first; empty where the tree has no such account.
std::vector<const Unit*> units_above(const Organisation& organisation, std::string_view account_id);
// Every id of the tree: root, units, accounts.
std::vector<std::string> target_ids(const Organisation& organisation);

// Reads the manifest's `organisation`. Reports ids of a wrong form, ids that stand twice, and units nested deeper than
// AWS takes.
void read_organisation(const yaml::Node& node, const yaml::Format& format, const std::string& path,
                       Diagnostics& diagnostics, Organisation& out);

}  // namespace berm::manifest
