// One request that the engine shows, held against the judge's evaluator.

#pragma once

#include "judge/finding.h"
#include "judge/key_states.h"
#include "judge/question.h"

namespace polhist::judge {

// Whether the judge confirms it. Adds what is wrong with it, or with what is said of it.
bool confirm(const Pair& pair,
             const std::vector<KeyStates>& keys,
             const Question& question,
             const access::Witness& witness,
             Findings& findings);

} // namespace polhist::judge
