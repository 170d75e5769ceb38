// What other resources know a resource by.
#pragma once

#include <array>
#include <string_view>

#include "runtime/facts/facts.h"

namespace berm::relations {

// `id`, `arn`, `name`, and what the type is named by: `aws_s3_bucket.bucket`.
bool is_identity(std::string_view type, std::string_view attribute);

struct Identity {
  std::string_view attribute, text;
};
// At most four.
class Identities {
 public:
  void push_back(Identity identity) { all_[size_++] = identity; }
  const Identity* begin() const { return all_.data(); }
  const Identity* end() const { return all_.data() + size_; }

 private:
  std::array<Identity, 4> all_;
  size_t size_ = 0;
};
// Those that are known, before the change too where it keeps the resource; never empty texts.
Identities identities(const facts::ResourceChange& resource);

// Whether the provider computes the attribute, as far as the configuration says.
bool is_computed(const facts::ResourceChange& resource, std::string_view attribute);

// The attribute that names what this type's `id` is the id of; empty: its own.
std::string_view borrowed_from(std::string_view type);

enum class Reads : uint8_t { TheCloud, Nothing, ItsArguments };
// What a data source's attributes depend on.
Reads reads(std::string_view data_source_type);

// Whether an attribute that the provider computes is of the resource itself, like its endpoint, and never what another
// is known by.
bool is_its_own(std::string_view attribute);

// Types that take over what is there already: created in the plan, they still are what others may know by its id.
bool adopts(std::string_view type);

// Whether the text was made by the cloud, so that it means the same thing everywhere: an ARN, `vpc-0a1b…`, a UUID.
bool is_unique_everywhere(std::string_view text);

// Whether only a machine makes such texts, so that whatever holds one means it: a UUID, `vpc-` and 17 hexadecimal
// digits.
bool is_generated(std::string_view text);

// Whether `part` stands in `text`: long ones anywhere, short ones only between other characters than letters and
// digits.
bool mentions(std::string_view text, std::string_view part);
// The same between what no name has within it: `arn:aws:s3:::logs/*` mentions `logs`, `logs-old` does not.
bool mentions_whole(std::string_view text, std::string_view part);
// The first of what is generated, the second of names.
bool holds(std::string_view text, std::string_view identity);

}  // namespace berm::relations
