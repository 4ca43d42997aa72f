// Patterns side by side as one automaton, searched breadth first for a shortest word.
//
// A state is one bit for each place in each pattern. Words may hold unknowns (access/pattern.h):
// a positive pattern that holds some takes each of them there and nowhere else; any other positive
// pattern takes an unknown for whatever text suits it; a negative takes it only by the same unknown
// or by a star. So with unknowns, `none` is a proof for all that they may stand for, and a word is
// only a possibility.

#pragma once

#include "access/word.h"

namespace polhist::access {

// A shortest word for the problem, with nothing in the place of unknowns. Cost grows with the
// states met, which can be exponential in the number of patterns: hence the budget.
Word shortest_word(const WordProblem& problem, Budget& budget);

} // namespace polhist::access
