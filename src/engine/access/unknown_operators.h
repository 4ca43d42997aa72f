// Statements that nobody can judge, because an operator of theirs is not known.

#pragma once

#include "access/pair.h"

#include <vector>

namespace polhist::access {

// A doubt for each statement of both that has one.
std::vector<Doubt> doubts_about_operators(const Pair& pair);

} // namespace polhist::access
