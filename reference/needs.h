// What judging a rule looks at beyond the resources that are judged, for whoever reads a plan in part.
#pragma once

#include "ir/ir.h"
#include "runtime/relations/extent.h"

namespace berm::reference {

struct Needs {
  // Of these types everything is looked at, and what relations/extent.h tells of the attributes. Empty: the resources
  // that are judged are enough, with their `config` where `configuration` says so.
  relations::AskedTypes types;
  // It asks about other resources whatever the values are; else only for policies that are not known yet.
  bool related = false;
  bool configuration = false;  // `configured(…)` or `assume unset`: `config->written` of what is judged
  bool providers = false;      // account_of, region_of, provider_of, tags: what extent.h tells of these

  void add(const Needs& other);
};

Needs needs_of(const ir::Rule& rule);

}  // namespace berm::reference
