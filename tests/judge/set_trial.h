// One pair of policy sets before the engine and the judge.

#pragma once

#include "access/verdict.h"
#include "judge/finding.h"
#include "judge/policy_set.h"

namespace polhist::judge {

struct SetTrial {
    Findings findings;
    access::Verdict verdict = access::Verdict::undecided;
    bool beyond = false;  // the engine found a request that the universe lacks
    bool skipped = false; // too many rules or requests
    std::size_t evaluated = 0;
    double engine_seconds = 0;
};

// Verdict and witnesses against every request, answers to some requests, and the laws: a set is
// equivalent to itself, and the other order gives the other verdict.
SetTrial try_sets(const SetPair& pair);

// Whether two documents have as sets the verdict that they have as documents, where that is
// decided: of sets, a doubt does not matter in a direction in which there is a witness.
SetTrial try_documents(const Pair& pair);

} // namespace polhist::judge
