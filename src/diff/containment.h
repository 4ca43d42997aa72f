// Which statements take in a grant, each on its own and piece by piece.
//
// A reader asks of a covered grant: by what? Mostly one statement holds it whole: its patterns take
// in the action and the resource by their letters, its principals the principal, and it has no
// condition that the grant has not, or only wider ones. That is quick to see and certain; a grant
// that several statements take in only together has none here. Denies are no part of the question.

#pragma once

#include "policy/grant.h"

#include <vector>

namespace polhist::diff {

// The statements of `document` of the same effect that take in `grant`, in order. `same_language`:
// the grant's document reads `${…}` as `document` does. Each look at a pattern takes one of
// `looks`; without any left there are no answers.
std::vector<const policy::Statement*> statements_containing(const policy::Document& document,
                                                            const policy::Grant& grant,
                                                            bool same_language,
                                                            std::size_t& looks);

} // namespace polhist::diff
