// What documents may allow, told by the action patterns of their Allows alone.

#pragma once

#include "policy/document.h"

#include <set>
#include <string>

namespace polhist::index {

// Adds patterns to `patterns`, in lower case, so that every action that the document allows matches
// one of them. A NotAction allows what it does not name: that is `*` here.
void add_allowed(const policy::Document& document, std::set<std::string>& patterns);

} // namespace polhist::index
