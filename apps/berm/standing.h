// The documents that an earlier build left in its folder.
#pragma once

#include <filesystem>
#include <vector>

#include "base/diagnostic.h"
#include "compiler/documents/diff.h"

namespace berm::app {

// A policy NAME.json with a NAME.tf.json beside it is one of ours; by name. A folder that is not there holds none.
std::vector<documents::Standing> standing_documents(const std::filesystem::path& folder, Diagnostics& diagnostics);

}  // namespace berm::app
