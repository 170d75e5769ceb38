// How patterns lie to each other: base/glob.h.
#pragma once

#include "base/glob.h"
