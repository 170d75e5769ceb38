// Large plans, made up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace berm::bench {

enum class State : uint8_t {
  New,        // everything is created: ids are not known
  Unchanged,  // everything stands, and its ids are known
};

// `terraform show -json` of this many resources, a quarter each: `module.net["k…"].aws_vpc.this` with its flow log, and
// `aws_s3_bucket.b["k…"]` with its public access block, by `for_each`.
std::string plan_text(size_t resources, State state);

}  // namespace berm::bench
