// Which requests there are at all.

#pragma once

#include "judge/key_states.h"
#include "judge/model.h"

namespace polhist::judge {

bool is_possible(const Pair& pair, const std::vector<KeyStates>& keys, const Request& request);

} // namespace polhist::judge
