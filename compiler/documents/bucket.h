// The bucket that a bucket policy stands at, and which of its resources a pattern means.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/policy.h"
#include "access/request.h"
#include "compiler/documents/documents.h"

namespace berm::documents {

class Bucket {
 public:
  explicit Bucket(const Spec& spec);

  struct Inside {
    bool itself = false, objects = false;  // the bucket, all of its objects
    std::optional<std::string> pattern;    // some of its objects
  };
  Inside inside(std::string_view pattern) const;
  bool holds(std::string_view arn) const;
  // The call is on the bucket or on an object of it, whichever the action may be called on.
  bool sees(const access::Request& request, const catalog::Catalog& catalog) const;
  // The statement names resources of this bucket, of the kinds that its actions are called on. False: there are none.
  bool limit(access::Statement& statement, const catalog::Catalog& catalog) const;
  const std::string& arn() const { return arn_; }

 private:
  std::string arn_;  // "arn:aws:s3:::acme-data"
};

}  // namespace berm::documents
