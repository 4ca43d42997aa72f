// The verdict on two documents, with requests as proof.
//
// For each class of actions that the patterns of both tell apart (access/actions.h), what remains
// is whether an Allow of the one document matches a request that no Deny of it matches, and that
// the other does not allow: because none of its Allows matches, or because one of its Denies does
// (access/residual.h). Every request is confirmed by the evaluator before it counts. A question
// that neither finds a request nor proves that there is none leaves the verdict undecided.

#pragma once

#include "access/evaluate.h"
#include "policy/counterparts.h"
#include "policy/grant.h"

#include <memory>

namespace polhist::access {

// Units of work (access/budget.h): well under a second.
constexpr std::size_t usual_budget = 20'000'000;

// Two documents made ready for comparing. Both must stay.
class Comparison {
public:
    // `counterparts`: of the two, where they are known; they must stay.
    Comparison(const policy::Document& before,
               const policy::Document& after,
               std::size_t budget = usual_budget,
               const policy::Counterparts* counterparts = nullptr);
    ~Comparison();
    Comparison(const Comparison&) = delete;
    Comparison& operator=(const Comparison&) = delete;
    Comparison(Comparison&&) = delete;
    Comparison& operator=(Comparison&&) = delete;

    // The verdict, one witness for each Allow that gives something, and what was not decided.
    [[nodiscard]] Access verdict();

    // Whether the document of the other side allows (for a Deny: denies) all that a grant of `side`
    // does; nothing where that is not decided.
    [[nodiscard]] std::optional<bool> is_covered(Side side, const policy::Grant& grant);

private:
    class Engine;
    std::unique_ptr<Engine> engine_;
};

} // namespace polhist::access
