// The comparisons of a plan, one after another.
//
// For people, policies without any change are only counted, and what was not compared is said.

#pragma once

#include "answers/comparison.h"
#include "output/style.h"

#include <functional>
#include <string>

namespace polhist::output {

// How one of the comparisons is told.
using Telling = std::function<std::string(const answers::Comparison&)>;

std::string set_text(const answers::ComparisonSet& set, const Style& style, const Telling& telling);
std::string set_markdown(const answers::ComparisonSet& set, const Telling& telling);

// `polhist.diffs/1`, one line: `{"schema", "diffs": […], "uncompared": [{"policy", "reason",
// "unreadable"}], "drift": {"diffs", "uncompared"}}`.
std::string set_json(const answers::ComparisonSet& set, bool simulated);

// For a comment that a later one replaces: a marker that names it, and as much as fits.
// `tellings` go from the longest to the shortest.
std::string comment_markdown(std::string_view name, const std::vector<std::string>& tellings);

} // namespace polhist::output
