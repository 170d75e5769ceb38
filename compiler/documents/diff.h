// What a build changes of the documents that stand.
#pragma once

#include <string>
#include <vector>

#include "compiler/documents/documents.h"

namespace berm::documents {

// For each document its statements: added (+), removed (-), or changed, with the lines that differ. Statements belong
// together by their Sid, else by what they share; their order says nothing. Standing ones that are written no longer
// come last.
std::string render_diff(const Result& result, const std::vector<Standing>& standing, bool color);

}  // namespace berm::documents
