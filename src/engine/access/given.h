// What is left of a document where some condition keys have known values.
//
// Tests of a known key are decided where they can be: one that holds goes, and one that does not
// takes its statement along. Variables of known keys become their text. What remains, a test of a
// known key against a variable of an unknown one, is held to the values by added Denies. So the
// rest allows a request if and only if the document allows it with the known values.

#pragma once

#include "access/verdict.h"

#include <map>
#include <string>
#include <vector>

namespace polhist::access {

// Keys as the user spells them, each with at least one value. An empty list: the key is absent.
using Given = std::map<std::string, std::vector<std::string>>;

// Statements keep the numbers they have in `document`; those that are added have higher ones.
policy::Document with_given(const policy::Document& document, const Given& given);

// `text` as a pattern that matches nothing else, in a document of this language. In that of 2008
// wildcards cannot be escaped: a text with one is left as it is.
std::string literal_pattern(std::string_view text, policy::Language language);

} // namespace polhist::access
