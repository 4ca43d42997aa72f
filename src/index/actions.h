// What documents may allow, told by the action patterns of their Allows alone.

#pragma once

#include <set>
#include <string>
#include <string_view>

namespace polhist::index {

// Adds patterns to `patterns`, in lower case, so that every action that the document allows matches
// one of them. A NotAction allows what it does not name: that is `*` here, as is a document that
// cannot be read.
void add_allowed(std::string_view document, std::set<std::string>& patterns);

} // namespace polhist::index
