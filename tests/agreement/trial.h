// A generated document beside the rules that it says, with calls to decide by both.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "access/evaluate.h"
#include "access/request.h"
#include "compiler/documents/documents.h"
#include "ir/ir.h"

namespace berm::agreement {

struct Trial {
  std::unique_ptr<ir::Module> module;  // every rule of it stands in the document
  documents::Spec spec;
  documents::Result result;  // of the one document, which may have been divided
  access::Document whole;    // its statements
  access::DocumentKind kind = access::DocumentKind::Scp;
  // How the document may differ from its rules, by what its rows say: denials of its own, and calls that it leaves.
  bool may_add = false, may_miss = false;
  std::vector<access::Request> requests;  // that documents of the kind see

  const access::Document& document() const { return whole; }
};

// The `number`th of its kind; the same for the same seed.
Trial make_trial(documents::Kind kind, uint64_t seed, size_t number);

bool denied_by_rules(const Trial& trial, const access::Request& request);
// Whether a document whose decision is this keeps the call from succeeding.
bool denied_by_document(const Trial& trial, const access::Outcome& outcome);

std::string describe(const access::Request& request);
std::string describe(const Trial& trial);

// What was seen of many trials.
struct Tally {
  size_t exact = 0, narrower = 0, wider = 0, not_expressible = 0;  // documents, by their weakest row
  size_t requests = 0, denied = 0, missed = 0, added = 0;          // calls; missed and added as the rows allow
};
void count_rows(const Trial& trial, Tally& tally);
std::string describe(const Tally& tally);

}  // namespace berm::agreement
