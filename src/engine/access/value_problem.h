// What one value of a condition key must satisfy.

#pragma once

#include "access/condition.h"

#include <algorithm>
#include <string>
#include <vector>

namespace polhist::access {

// A predicate of an operator, without its negation.
struct ValuePart {
    const Operator* comparison;
    const Predicate* predicate;
};

// Some part of each clause, none of the negatives, and another text than those of `unlike`.
struct ValueProblem {
    std::vector<std::vector<ValuePart>> clauses;
    std::vector<ValuePart> negatives;
    std::vector<std::string> unlike;

    [[nodiscard]] bool is_empty() const { return clauses.empty() && negatives.empty(); }
};

template <typename Visit>
void for_each_part(const ValueProblem& problem, Visit visit) {
    for (const auto& clause : problem.clauses) {
        std::ranges::for_each(clause, visit);
    }
    std::ranges::for_each(problem.negatives, visit);
}

} // namespace polhist::access
