// The one way to write a document: every list a list, sorted, elements in a fixed order.
//
// Documents that differ only in how they are written have the same canonical text, but for the
// order of their statements and their Sids, which are kept.

#pragma once

#include "policy/document.h"

#include <string>

namespace polhist::policy {

// A statement as JSON, indented by four spaces, without a line break at its end.
std::string canonical_text(const Statement& statement);

// A whole document, with a line break at its end.
std::string canonical_text(const Document& document);

} // namespace polhist::policy
