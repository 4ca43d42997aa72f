// A policy through time as a picture: a dot for each state in force, by verdict.

#pragma once

#include "site/record.h"

#include <span>
#include <string>

namespace polhist::site {

// Inline SVG whose dots lead to the pages of the steps; nothing for less than two. `top`: what
// leads from the page to the top of the site. The table beside it says the same in words.
std::string timeline_picture(std::span<const Step> steps, std::string_view top);

} // namespace polhist::site
