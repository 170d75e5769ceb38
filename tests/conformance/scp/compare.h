// How two documents decide on the same requests, and which changes of one the requests notice.
#pragma once

#include <string>
#include <vector>

#include "access/policy.h"
#include "access/request.h"
#include "catalog/catalog.h"

namespace berm::conformance {

struct Comparison {
  size_t compared = 0;
  size_t denied = 0;                     // by both
  size_t elsewhere = 0;                  // denied by the reference on legs that do not carry the key it tests
  size_t listed = 0;                     // different, with a reason in differences.tsv
  std::vector<std::string> differences;  // any other
};

// A reference that denies a leg because a key is missing there which only other legs of the call carry denies the whole
// call, whatever the key says: such a leg is counted as `elsewhere` (docs/decisions/0003-keys-and-legs.md).
Comparison compare(const access::Document& ours, const access::Document& theirs,
                   const std::vector<access::Request>& requests, const std::vector<std::string>& listed_actions,
                   const catalog::Catalog& catalog);

struct Mutation {
  size_t mutants = 0;
  std::vector<std::string> survivors;
};

Mutation mutate(const access::Document& document, const std::vector<access::Request>& requests);

}  // namespace berm::conformance
