// The answer of a check, with its reasons.

#pragma once

#include "answers/check.h"
#include "output/style.h"

#include <string>

namespace polhist::output {

std::string check_text(const answers::Check& check, const Style& style);
std::string check_markdown(const answers::Check& check);

// `polhist.check/1`, one line. `simulated`: with arguments for the simulator of AWS.
std::string check_json(const answers::Check& check, bool simulated);

// The requests of the reasons as a script for the simulator of AWS.
std::string check_script(const answers::Check& check);
std::string check_script_markdown(const answers::Check& check);

} // namespace polhist::output
