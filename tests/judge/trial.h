// One pair before the engine and the judge.

#pragma once

#include "judge/covers.h"
#include "judge/finding.h"
#include "judge/model.h"

namespace polhist::judge {

struct Trial {
    Findings findings;
    std::string verdict; // of the engine
    std::string denies;
    std::string overall;
    bool undecided = false;
    bool beyond = false;  // the engine found a request that the universe lacks
    bool skipped = false; // the universe is too large
    CoverCounts covers;
    double engine_seconds = 0;
};

// `thorough`: covered grants too, and every statement that gives something. Otherwise the search
// ends as soon as it has seen what the engine says.
Trial try_pair(const Pair& pair, bool thorough, Values values);

} // namespace polhist::judge
