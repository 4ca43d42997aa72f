// The requests of a comparison as a script for the simulator of AWS (output/simulation.h).

#pragma once

#include "answers/comparison.h"

#include <string>

namespace polhist::output {

std::string diff_script(const answers::Comparison& comparison);

// The same, as a fenced block.
std::string diff_script_markdown(const answers::Comparison& comparison);

} // namespace polhist::output
