// ARN forms ("arn:${Partition}:ec2:${Region}:${Account}:instance/${InstanceId}") and the ARNs that fit them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace berm::catalog {

// How closely an ARN, or an ARN pattern, fits the form; none where it does not. The partition is not compared. A form
// whose placeholders need not hold a `/` or `:` fits closer; then the one with more letters of its own.
std::optional<size_t> arn_fit(std::string_view form, std::string_view arn);

}  // namespace berm::catalog
