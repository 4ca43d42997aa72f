// A text that some patterns match and others do not.
//
// Inclusion of a pattern in a union of others is hard in general (it is PSPACE-complete), so the
// search has a budget and a third answer. Nearly all questions of real policies end before the
// automaton (access/automaton.h): in an alternative that one negative contains, in patterns whose
// fixed beginnings or ends clash, in literals, in a usual word that happens to do, or in one joined
// of the pieces of two patterns.

#pragma once

#include "access/budget.h"
#include "access/pattern.h"

#include <cstddef>
#include <string>
#include <vector>

namespace polhist::access {

enum class Search { found, none, gave_up };

// Every clause must be matched by one of its patterns, no negative by the word. The patterns hold
// no variables, and stay while the search runs.
struct WordProblem {
    std::vector<std::vector<const Pattern*>> clauses;
    std::vector<const Pattern*> negatives;
};

struct Word {
    Search search = Search::none;
    std::string text; // where one was found
};

// Drops alternatives that match nothing, that a negative contains or that another clause rules out,
// and negatives that cannot matter because some clause rules them out. False where a clause has no
// alternative left, so that there is no word.
bool simplify(WordProblem& problem, Steps& steps);

// A word for patterns without unknowns.
Word find_word(WordProblem problem, Budget& budget);

// Whether there may be a word for patterns with unknowns: `none` is certain, whatever they stand
// for; `found` is not.
Search may_find_word(WordProblem problem, Budget& budget);

// Whether a word is an answer; false too where the steps ran out.
bool is_solution(const WordProblem& problem, std::string_view word, Steps& steps);

// Whether a pattern has no wildcard, so that it matches one text (or one in two letter cases).
bool is_literal(const Pattern& pattern);

// The text of a literal pattern.
std::string literal_text(const Pattern& pattern);

// A text that a pattern matches, with `filler` for each star.
std::string example(const Pattern& pattern, std::string_view filler);

} // namespace polhist::access
