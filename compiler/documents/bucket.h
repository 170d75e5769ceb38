// The bucket that a bucket policy stands at, and which of its resources a pattern means.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/policy.h"
#include "compiler/documents/documents.h"

namespace berm::documents {

class Bucket {
 public:
  explicit Bucket(const Spec& spec);

  struct Inside {
    bool everything = false;             // the bucket and all of its objects
    std::optional<std::string> pattern;  // none: nothing of the bucket
  };
  Inside inside(std::string_view pattern) const;
  bool holds(std::string_view arn) const;
  // The statement names resources of this bucket, and says so where it named none.
  void limit(access::Statement& statement) const;
  const std::string& arn() const { return arn_; }

 private:
  std::string arn_;  // "arn:aws:s3:::acme-data"
};

}  // namespace berm::documents
