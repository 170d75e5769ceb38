// Diagnostics as users see them.
#pragma once

#include "base/diagnostic.h"
#include "base/source.h"

namespace berm::fuzz {

// Each says something and points to a place that is there; renders them all.
void show(const Diagnostics& diagnostics, const SourceSet& sources = {});

}  // namespace berm::fuzz
