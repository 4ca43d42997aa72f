// The one way to write a document: every list a list, sorted, elements in a fixed order.
//
// Documents that differ only in how they are written have the same canonical text, but for the
// order of their statements and their Sids, which are kept.

#pragma once

#include "policy/document.h"

#include <string>

namespace polhist::policy {

// Folded: actions, operators and condition keys in lower case, line for line as they are written.
enum class Spelling { as_written, folded };

// A statement as JSON, indented by four spaces, without a line break at its end.
std::string canonical_text(const Statement& statement, Spelling spelling = Spelling::as_written);

// A whole document, with a line break at its end.
std::string canonical_text(const Document& document);

} // namespace polhist::policy
