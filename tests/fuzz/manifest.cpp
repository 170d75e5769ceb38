// berm.yaml.
#include "compiler/manifest/manifest.h"

#include "tests/fuzz/diagnosed.h"
#include "tests/fuzz/fuzz.h"

namespace berm::fuzz {

void manifest(std::string_view input) {
  Diagnostics diagnostics;
  auto read = manifest::read_manifest(input, "berm.yaml", diagnostics);
  show(diagnostics);
  require(read.has_value() || diagnostics.has_errors(), "a manifest is read, or it is said why not");
  if (!read || !read->organisation.root) return;
  require(!manifest::target_ids(read->organisation).empty(), "the root is a target");
  for (const manifest::Account& account : read->organisation.root->accounts) {
    require(manifest::find_account(read->organisation, account.id), "an account that is drawn is found");
    require(manifest::units_above(read->organisation, account.id).size() == 1, "the root is above its accounts");
  }
}

}  // namespace berm::fuzz
