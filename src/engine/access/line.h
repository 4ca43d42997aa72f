// A number, instant or address that some comparisons accept.
//
// The values of these kinds lie on a line, and each comparison accepts one stretch of it. The ends
// of all stretches cut the line into points and the gaps between them, on each of which every
// comparison is constant; one sweep tells which of them are accepted.
//
// Example: `NumericLessThan 21` and `NumericGreaterThanEquals 20` must hold, `NumericEquals 20`
// must not. The points are 20 and 21, the gap between them is all that is accepted, and as no whole
// number lies there 20.1 is the answer.

#pragma once

#include "access/budget.h"
#include "access/key_kind.h"
#include "access/value_problem.h"
#include "access/word.h"

namespace polhist::access {

// Whether a predicate is one that the sweep takes for keys of this kind; one that no value
// satisfies is.
bool lies_on_line(const Predicate& predicate, const KeyKind& kind);

// A value of a key of this kind; whole numbers and usual addresses come first. All parts must lie
// on the line. Cost grows as n log n with the parts.
Word find_on_line(const ValueProblem& problem, const KeyKind& kind, Budget& budget);

// One value of each point and gap, for where a key is also compared in other ways.
std::vector<std::string> values_on_line(const std::vector<const Predicate*>& predicates,
                                        const KeyKind& kind);

} // namespace polhist::access
