// The canonical documents beside each other, statement by statement.
//
// Statements are paired and their lines aligned as diff/text.h has it. One that did not change is
// folded; of a long run of equal lines only the ends are shown.

#pragma once

#include "answers/comparison.h"

#include <string>

namespace polhist::output {

// `unchanged`: whether statements that did not change are there at all, folded.
std::string side_by_side(const answers::Comparison& comparison, bool unchanged);

} // namespace polhist::output
