// Whether two patterns match a text in common.

#pragma once

#include "access/pattern.h"

namespace polhist::access {

// Exact for patterns without variables and unknowns; true as well where the steps run out. Costs
// the product of their lengths.
//
// Example: `a*c` and `*b` overlap in no text, `a*` and `*b` in `ab`.
bool may_overlap(const Pattern& left, const Pattern& right, Steps& steps);

} // namespace polhist::access
