// The reports of `berm lint-policy`.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "lint/lint.h"

namespace berm::app {

struct LintedFile {
  FileId file;
  lint::Report report;
};

std::string lint_text(const std::vector<LintedFile>& files, const SourceSet& sources, const RenderOptions& options);
std::string lint_json(const std::vector<LintedFile>& files, const SourceSet& sources);

}  // namespace berm::app
