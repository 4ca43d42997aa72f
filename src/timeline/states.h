// What was in force when, from versions and observations: rules 3 to 5 of timeline/derive.h.

#pragma once

#include "timeline/history.h"

namespace polhist::timeline {

// The states of a policy, oldest first. Versions that somebody observed are marked as seen.
std::vector<State> states_of(std::vector<Version>& versions, const Claims& claims);

} // namespace polhist::timeline
