// What was written, against the rules that it claims to say. A difference is a fault of Berm, never of the user.
#pragma once

#include <string>
#include <vector>

#include "access/request.h"
#include "base/diagnostic.h"
#include "catalog/catalog.h"
#include "compiler/documents/documents.h"
#include "ir/ir.h"

namespace berm::verify {

// Reads the JSON of every document back and asks it and its rules about each action of the catalogue on each of its
// resource types (once for actions that nothing tells apart), and about requests generated from the conditions of both.
// Where the table says exact they have to agree; a narrower row may leave calls out, a wider one may deny more. What an
// identity, bucket or trust policy allows has to be what some rule speaks of as possible, whatever the row. Reports the
// first difference of each document, with its request. False: there is one.
bool compare(const documents::Result& result, const ir::Module& module, const catalog::Catalog& catalog,
             Diagnostics& diagnostics);

struct Subject;

// The same for single calls, those of tests. The documents are read once; all arguments have to outlive it.
class CallComparison {
 public:
  CallComparison(const documents::Result& result, const ir::Module& module, const catalog::Catalog& catalog);
  ~CallComparison();
  CallComparison(const CallComparison&) = delete;
  CallComparison& operator=(const CallComparison&) = delete;

  // Where the documents see the call at all. Only documents that name one of `rules`.
  bool compare(const access::Request& call, const std::vector<std::string>& rules, Diagnostics& diagnostics) const;

 private:
  const catalog::Catalog& catalog_;
  std::vector<Subject> subjects_;
};

}  // namespace berm::verify
