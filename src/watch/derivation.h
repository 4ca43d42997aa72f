// From what a subscription saw of a policy to what it has to tell.
//
// Only its own looks count, never what else was imported. A look is recorded when it differs from
// the one before, so the looks of a policy are its changes. Looks at the instant of the very first
// one of the subscription are its baseline and no news. How a version came about is told by the
// rule that histories go by (timeline/succession.h).

#pragma once

#include "watch/event.h"

#include <vector>

namespace polhist::watch {

// The events that the looks of one policy tell, in their order. `looks`: all by one observer, in
// any order; gaps among them say nothing. `baseline`: when the subscription first looked at
// anything.
std::vector<Event> events_of(std::vector<timeline::Observation> looks, Instant baseline);

// The version that a look saw in force.
Sight sight_of(const timeline::Observation& look);

} // namespace polhist::watch
