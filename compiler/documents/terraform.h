// A document as Terraform JSON.
#pragma once

#include <string>

#include "compiler/documents/documents.h"

namespace berm::documents {

// aws_organizations_policy with one attachment a target, those of a stage only where `NAME_stages` lists it;
// aws_iam_policy; aws_s3_bucket_policy; of a trust policy a local and an output.
std::string terraform_json(const Written& written);

}  // namespace berm::documents
