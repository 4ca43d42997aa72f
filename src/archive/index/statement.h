// A statement as bytes, all but its actions (unless it has a NotAction), its number and its place
// in a text.

#pragma once

#include "index/bytes.h"
#include "policy/document.h"

#include <string>

namespace polhist::index {

std::string encoded(const policy::Statement& statement);

// What stands next; the decoder fails where that is no statement.
policy::Statement statement_in(Decoder& from);

} // namespace polhist::index
