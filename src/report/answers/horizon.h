// How far what an answer rests on is known.

#pragma once

#include "timeline/history.h"
#include "timeline/when.h"

#include <initializer_list>
#include <optional>

namespace polhist::answers {

struct Horizon {
    std::optional<Instant> known_until; // the newest observation; none: there is none
    bool beyond = false;                // a date that was asked about lies after it
};

// Of an answer about an instant (none: now, which is never beyond). The last instant of a day, by
// which a day is meant, is beyond only where the day is.
Horizon horizon_of(const std::optional<Instant>& known_until, const std::optional<Instant>& at);

// Of an answer about versions of one policy.
Horizon horizon_of(const timeline::History& history,
                   std::initializer_list<const timeline::When*> asked);

} // namespace polhist::answers
