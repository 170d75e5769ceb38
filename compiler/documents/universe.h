// What everyone whom a kind of document sees has in common. Inside it a document agrees with its rules; what lies
// outside no such document decides, and a test that it settles is not written.
#pragma once

#include <optional>

#include "access/request.h"
#include "compiler/documents/bucket.h"
#include "compiler/documents/documents.h"
#include "compiler/documents/formula.h"

namespace berm::documents {

class Universe {
 public:
  explicit Universe(const Spec& spec);

  struct Folded {
    Formula formula;       // without the tests that are settled
    bool outside = false;  // some way in which it can hold lies outside
  };
  Folded fold(Formula formula) const;
  access::Request complete(access::Request request) const;
  bool contains(const access::Request& request, const catalog::Catalog& catalog) const;

 private:
  Formula fold_test(Test test) const;
  Formula fold_resource(Test test) const;

  Kind kind_;
  std::optional<Bucket> bucket_;
  std::map<std::string, std::string, std::less<>> fixed_;  // key → the one value that it has
  std::vector<std::string> absent_;
};

}  // namespace berm::documents
