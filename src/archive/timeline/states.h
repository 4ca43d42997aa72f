// What was in force when, from versions, observations and polls: rules 3 to 6 of timeline/derive.h.

#pragma once

#include "timeline/history.h"

#include <span>

namespace polhist::timeline {

// The states of a policy, oldest first. Versions that somebody observed are marked as seen.
std::vector<State> states_of(const PolicyKey& policy,
                             std::vector<Version>& versions,
                             const Claims& claims,
                             std::span<const Poll> polls);

} // namespace polhist::timeline
