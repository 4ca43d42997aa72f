// A value written so that two that are the same are the same text.

#pragma once

#include "json/tree.h"

#include <string>

namespace polhist::json {

// `value` on one line as Writer writes it, with the keys of objects sorted by their bytes. The
// order of lists and the spelling of numbers are kept; white space and escapes in strings mean
// nothing.
std::string sorted_text(const Value& value);

} // namespace polhist::json
