// A document as Terraform JSON.
#pragma once

#include <string>

#include "compiler/documents/documents.h"

namespace berm::documents {

// aws_organizations_policy with one attachment a target, or aws_iam_policy.
std::string terraform_json(const Written& written);

}  // namespace berm::documents
