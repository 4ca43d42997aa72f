// Grants with the states that brought them in.

#pragma once

#include "answers/blame.h"
#include "output/style.h"

#include <string>

namespace polhist::output {

// Newest state first, its grants in blocks.
std::string
blame_text(const timeline::History& history, const answers::Blame& blame, const Style& style);
std::string
blame_markdown(const timeline::History& history, const answers::Blame& blame, bool full);

// `polhist.blame/1`, one line, grants in their order.
std::string blame_json(const timeline::History& history, const answers::Blame& blame);

} // namespace polhist::output
