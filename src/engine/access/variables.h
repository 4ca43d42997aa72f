// Values for the variables that tie the dimensions of a request together.
//
// For each key that variables take their value of, the cases are told apart: it is absent, it has
// several values, or it has one, which is one of the literals that it must be, or of the form of a
// pattern that it must match, or anything. What is not fixed by its case is an unknown. A case in
// which some dimension cannot be met with the unknowns in place is ruled out for all values that
// they may have; in any other, values are tried until the evaluator confirms a request. If none
// does, the answer is not known.

#pragma once

#include "access/demands.h"

#include <functional>

namespace polhist::access {

// A request that meets all demands, without an action.
struct Candidate {
    Request request;
    bool star_crosses_colon = false;        // it takes a `*` that runs past a `:` of the ARN
    std::vector<std::string> maybe_missing; // folded keys that it lacks and perhaps must not have
};

// How good a confirmed request is: 0 is best, with which a search ends.
struct Grade {
    std::size_t rank = 0;
    Via via = Via::nothing;
    std::string note;
    std::vector<std::string> absent; // as in Witness
};

// Whether a candidate is a witness, and how good; it may exchange facts of the request for better.
using Confirm = std::function<std::optional<Grade>(Candidate&)>;

struct Found {
    Search search = Search::none;
    Request request; // without an action
    Grade grade;
};

// The best request found that meets all demands, one list for each dimension, and that `confirm`
// accepts. Each dimension on its own may be met.
Found settle(const Parts& parts,
             Dimensions& dimensions,
             Budget& budget,
             const std::vector<DemandedParts>& demands,
             const Confirm& confirm);

} // namespace polhist::access
