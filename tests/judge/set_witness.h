// One request that the engine shows for policy sets, held against the judge's meaning of them.

#pragma once

#include "access/layers.h"
#include "judge/finding.h"
#include "judge/question.h"
#include "judge/set_meaning.h"

namespace polhist::judge {

struct SetPairMeaning {
    const SetPair& pair; // as it is meant
    const Watchlist& watchlist;
    const std::array<SetMeaning, 2>& meanings;
    const std::vector<KeyStates>& keys;
};

// Adds what is wrong with it, or with what is said of it. `side` allows it.
void confirm(const SetPairMeaning& sets,
             Side side,
             const access::LayeredSets& laid_out,
             const access::Witness& witness,
             Findings& findings);

} // namespace polhist::judge
