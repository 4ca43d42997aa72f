// One pair before the engine and the judge.

#pragma once

#include "judge/model.h"

#include <string>
#include <vector>

namespace polhist::judge {

enum class Fault {
    missed_gain,      // some request is gained (lost), the engine says none is
    false_witness,    // a request that the evaluator of the judge does not confirm
    foreign_witness,  // a request that no caller can make: a bad action, a set for a single key
    wrong_statement,  // the statement told as responsible does not match the request
    untold_statement, // an Allow gives something, and none with the same body is told
    wrong_label,      // `star crosses colon`, said or not said
    other_evaluation, // polhist's evaluator and the judge's differ on a request
    false_cover,      // a grant is told as covered, and is not
    disordered,       // the verdict word and the lists of requests disagree
    undecided,        // no fault, but reported on demand
};

std::string name_of(Fault fault);

struct Finding {
    Fault fault = Fault::missed_gain;
    std::string what; // one line
};

struct Trial {
    std::vector<Finding> findings;
    std::string verdict; // of the engine
    bool undecided = false;
    bool beyond = false;  // the engine found a request that the universe lacks
    bool skipped = false; // the universe is too large
    int covers = 0;       // asked
    int covers_undecided = 0;
    int covers_beyond = 0; // told as not covered, without a request in the universe
    double engine_seconds = 0;
};

// `thorough`: covered grants too, and every statement that gives something. Otherwise the search
// ends as soon as it has seen what the engine says.
Trial try_pair(const Pair& pair, bool thorough);

} // namespace polhist::judge
