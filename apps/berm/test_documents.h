// The calls of tests against the documents, too.
#pragma once

#include <functional>

#include "base/diagnostic.h"
#include "compiler/driver/driver.h"

namespace berm::app {

// Asks the manifest's documents about every call of the selected tests whose rules they name. Reports where a document
// decides otherwise than its rules, as far as the table claims: a fault of Berm. A build that stops has no documents.
void compare_with_documents(const driver::Project& project, const std::function<bool(const ir::Test&)>& selected,
                            Diagnostics& diagnostics);

}  // namespace berm::app
