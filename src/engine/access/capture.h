// What a variable may stand for where a pattern that holds it is a known text.

#pragma once

#include "access/budget.h"
#include "access/pattern.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace polhist::access {

// Values worth trying, by the folded key of the variable.
using Suggestions = std::map<std::string, std::set<std::string>, std::less<>>;

// Adds, for each variable of a pattern, the first few parts of `text` that it may stand for, all
// others standing for anything. Nothing for very long texts.
void capture(const Pattern& pattern, std::string_view text, Budget& budget, Suggestions& out);

} // namespace polhist::access
